-- The store of dixit: one SQLite file. Open it with any tool for SQLite; docs/store.md explains tables and views.
-- Offsets count Unicode code points of texts.text, from 0: substr(text, "start" + 1, "end" - "start").
-- A table's "key" is the id inside one record ("a1", "s3", "e2"); "id" is a number of this file alone.

CREATE TABLE dispatches (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,  -- "sha256:…" of the text in UTF-8
    title TEXT,
    publisher TEXT,
    published TEXT,               -- ISO 8601, 2009-02-25
    language TEXT NOT NULL,
    place TEXT,                   -- of the dateline
    dateline TEXT,                -- day of the dateline, ISO 8601
    words INTEGER NOT NULL,
    reader TEXT NOT NULL,         -- version of dixit that read it
    model TEXT NOT NULL,          -- and of its model
    kept TEXT NOT NULL,           -- when it was first kept, UTC
    copy_of INTEGER REFERENCES dispatches (id)  -- the fullest among its copies; NULL: it is itself the fullest
);
CREATE INDEX dispatches_by_day ON dispatches (published);
CREATE INDEX dispatches_by_original ON dispatches (copy_of) WHERE copy_of IS NOT NULL;

-- What is long, apart, so that lists of dispatches stay quick.
CREATE TABLE texts (
    dispatch_id INTEGER PRIMARY KEY REFERENCES dispatches (id),
    text TEXT NOT NULL,
    record BLOB NOT NULL          -- the reading as it came: the record's JSON, compressed with zlib
);

-- Where each dispatch was found. The same text in two places is one dispatch with two rows here.
CREATE TABLE sources (
    source TEXT NOT NULL,         -- path or URL; "file.jsonl:12" is line 12 of a file
    item TEXT NOT NULL,           -- digest of what stood there
    container TEXT NOT NULL,      -- what "dixit add" was given: the file or URL that holds it
    dispatch_id INTEGER NOT NULL REFERENCES dispatches (id),
    title TEXT,
    publisher TEXT,
    published TEXT,
    found TEXT NOT NULL,          -- when, UTC
    PRIMARY KEY (item, source)
) WITHOUT ROWID;
CREATE INDEX sources_of_dispatch ON sources (dispatch_id);
CREATE INDEX sources_by_name ON sources (source);

-- What could not be read, and why.
CREATE TABLE failures (
    source TEXT PRIMARY KEY,
    container TEXT NOT NULL,
    reason TEXT NOT NULL,
    first TEXT NOT NULL,          -- when it failed first, UTC
    last TEXT NOT NULL,           -- and last
    tries INTEGER NOT NULL
) WITHOUT ROWID;

-- Somebody or some body, over all dispatches.
CREATE TABLE actors (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,    -- "ana-bel": its name on the command line
    name TEXT NOT NULL,           -- the name most used, unless it was renamed
    kind TEXT NOT NULL,           -- person, organisation, state, group, document, unknown
    iso3166 TEXT,
    wikidata TEXT,
    renamed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX actors_by_name ON actors (name COLLATE NOCASE);

-- By what an actor is known again in the next dispatch. Merging and splitting move these keys.
CREATE TABLE actor_keys (
    key TEXT NOT NULL,            -- "person:ana bel", "body:onu", "wikidata:Q42", "iso:FR", "identity:state/FR";
                                  -- "slug:leo-roc": an actor of that slug was merged into it
    actor_id INTEGER NOT NULL REFERENCES actors (id),
    PRIMARY KEY (key, actor_id)
) WITHOUT ROWID;
CREATE INDEX keys_of_actor ON actor_keys (actor_id);

-- What tells two of the same name apart: "country:france", "role:ministre".
CREATE TABLE actor_traits (
    actor_id INTEGER NOT NULL REFERENCES actors (id),
    trait TEXT NOT NULL,
    PRIMARY KEY (actor_id, trait)
) WITHOUT ROWID;

-- Names that a person has put under an actor in one dispatch, whatever their keys say.
CREATE TABLE actor_pins (
    digest TEXT NOT NULL,         -- of the dispatch
    name TEXT NOT NULL,           -- as folded
    actor_id INTEGER NOT NULL REFERENCES actors (id),
    PRIMARY KEY (digest, name)
) WITHOUT ROWID;

-- Merges, splits and renamings, as a log.
CREATE TABLE actor_changes (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,         -- merge, split, rename
    actor TEXT NOT NULL,          -- slug
    detail TEXT NOT NULL
);

-- An actor in one dispatch.
CREATE TABLE appearances (
    id INTEGER PRIMARY KEY,
    dispatch_id INTEGER NOT NULL REFERENCES dispatches (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,           -- as this dispatch has it
    folded TEXT NOT NULL,         -- the same in small letters without accents
    kind TEXT NOT NULL,
    iso3166 TEXT,
    wikidata TEXT,
    identity TEXT,                -- key of the knowledge base: "state/FR", "person/ana-bel"; NULL: not known there
    state TEXT,                   -- ISO 3166-1 code of the state that it is, belongs to or governs
    office TEXT,                  -- what it was on the day of the dispatch
    actor_id INTEGER REFERENCES actors (id),  -- NULL: the dispatch gives no name, only a description
    UNIQUE (dispatch_id, key)
);
CREATE INDEX appearances_of_actor ON appearances (actor_id);

CREATE TABLE roles (
    appearance_id INTEGER NOT NULL REFERENCES appearances (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    title TEXT NOT NULL,
    of_id INTEGER REFERENCES appearances (id) ON DELETE CASCADE,  -- the body that the title belongs to
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (appearance_id, n)
) WITHOUT ROWID;
CREATE INDEX roles_of_body ON roles (of_id) WHERE of_id IS NOT NULL;

CREATE TABLE mentions (
    appearance_id INTEGER NOT NULL REFERENCES appearances (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    form TEXT NOT NULL,           -- name, title, description, pronoun
    PRIMARY KEY (appearance_id, n)
) WITHOUT ROWID;

-- With corrections applied; the reading as it came is in texts.record.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    dispatch_id INTEGER NOT NULL REFERENCES dispatches (id),
    key TEXT NOT NULL,
    speaker_id INTEGER REFERENCES appearances (id),  -- NULL: nobody can be resolved
    speaker TEXT,                 -- the words that name the speaker here; NULL: none do
    speaker_start INTEGER,
    speaker_end INTEGER,
    cue TEXT,                     -- NULL: a bare quotation
    cue_start INTEGER,
    cue_end INTEGER,
    cue_lemma TEXT,
    content TEXT NOT NULL,        -- its pieces with " […] " between
    pieces TEXT NOT NULL,         -- their offsets as JSON: [[12, 40], [61, 80]]
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    mode TEXT NOT NULL,           -- direct, indirect, mixed, mention
    act TEXT NOT NULL,            -- assert, demand, commit, criticise, accuse, praise, deny, refuse, warn, express
    negated INTEGER NOT NULL,
    parent TEXT,                  -- key of the statement inside which it is told; NULL: the dispatch tells it
    confidence REAL NOT NULL,
    corrected INTEGER NOT NULL,   -- whether a person has changed or added it
    repeats INTEGER REFERENCES statements (id) ON DELETE SET NULL,  -- the same words in a copy; NULL: it counts
    lemmas TEXT NOT NULL,         -- of the content, for the search
    UNIQUE (dispatch_id, key)
);
CREATE INDEX statements_of_speaker ON statements (speaker_id, repeats, act);
-- The queue of the least certain readings.
CREATE INDEX statements_unsure ON statements (confidence) WHERE repeats IS NULL AND NOT corrected;
CREATE INDEX statements_repeated ON statements (repeats) WHERE repeats IS NOT NULL;

-- To whom a statement is said, and whom it is about.
CREATE TABLE parties (
    statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    part TEXT NOT NULL,           -- addressee, target
    n INTEGER NOT NULL,
    appearance_id INTEGER REFERENCES appearances (id),
    text TEXT,
    "start" INTEGER,
    "end" INTEGER,
    PRIMARY KEY (statement_id, part, n)
) WITHOUT ROWID;
CREATE INDEX parties_by_appearance ON parties (appearance_id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    dispatch_id INTEGER NOT NULL REFERENCES dispatches (id),
    key TEXT NOT NULL,
    type TEXT NOT NULL,           -- PLOVER: AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT PROTEST ...
    mode TEXT,
    "trigger" TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    place TEXT,
    place_start INTEGER,
    place_end INTEGER,
    time TEXT,
    time_start INTEGER,
    time_end INTEGER,
    day TEXT,                     -- what the time means, ISO 8601
    status TEXT NOT NULL,         -- actual, planned, hypothetical, denied
    asserted_by TEXT,             -- key of the statement inside which it is told; NULL: the dispatch tells it
    same_as TEXT,                 -- key of the event of which this is another telling; NULL: it is the first
    confidence REAL NOT NULL,
    repeats INTEGER REFERENCES events (id) ON DELETE SET NULL,  -- the same in a copy; NULL: it counts
    UNIQUE (dispatch_id, key)
);
CREATE INDEX events_by_day ON events (day) WHERE day IS NOT NULL;
CREATE INDEX events_repeated ON events (repeats) WHERE repeats IS NOT NULL;

CREATE TABLE participants (
    event_id INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    role TEXT NOT NULL,           -- actor, recipient
    appearance_id INTEGER REFERENCES appearances (id),
    text TEXT,
    "start" INTEGER,
    "end" INTEGER,
    PRIMARY KEY (event_id, n)
) WITHOUT ROWID;
CREATE INDEX participants_by_appearance ON participants (appearance_id);

-- What a person has put right, beside the reading; found again after a new reading by its place in the text.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL,         -- of the dispatch
    kind TEXT NOT NULL,           -- speaker, act, target, limits, remove, new
    "start" INTEGER NOT NULL,     -- of the content of the statement that it is about
    "end" INTEGER NOT NULL,
    value TEXT NOT NULL,          -- JSON: what is put in place
    at TEXT NOT NULL,             -- when, UTC
    by TEXT NOT NULL,             -- who
    undone TEXT,                  -- when; NULL: it holds
    undone_by TEXT
);
CREATE INDEX corrections_of_dispatch ON corrections (digest);

-- Search. A form leads to its lemmas as the parse gave them, so that a question needs no model.
CREATE TABLE forms (
    form TEXT NOT NULL,           -- in small letters without accents
    lemma TEXT NOT NULL,
    PRIMARY KEY (form, lemma)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE statement_words USING fts5 (
    lemmas, content = 'statements', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_in AFTER INSERT ON statements BEGIN
    INSERT INTO statement_words (rowid, lemmas) VALUES (new.id, new.lemmas);
END;
CREATE TRIGGER statement_out AFTER DELETE ON statements BEGIN
    INSERT INTO statement_words (statement_words, rowid, lemmas) VALUES ('delete', old.id, old.lemmas);
END;

CREATE VIRTUAL TABLE name_words USING fts5 (
    folded, content = 'appearances', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER appearance_in AFTER INSERT ON appearances BEGIN
    INSERT INTO name_words (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER appearance_out AFTER DELETE ON appearances BEGIN
    INSERT INTO name_words (name_words, rowid, folded) VALUES ('delete', old.id, old.folded);
END;

-- Copies: a signature of each text (MinHash), cut into bands; texts that share a band are compared word by word.
CREATE TABLE bands (
    band INTEGER NOT NULL,
    dispatch_id INTEGER NOT NULL REFERENCES dispatches (id),
    PRIMARY KEY (band, dispatch_id)
) WITHOUT ROWID;
CREATE TABLE likenesses (
    dispatch_id INTEGER NOT NULL REFERENCES dispatches (id),
    other_id INTEGER NOT NULL REFERENCES dispatches (id),
    share REAL NOT NULL,          -- of the shorter text's runs of words that the longer one has too
    PRIMARY KEY (dispatch_id, other_id)
) WITHOUT ROWID;

-- Views, for questions by hand.

CREATE VIEW said AS
SELECT d.digest AS dispatch, d.published, d.publisher, d.title, s.key AS statement,
       coalesce(a.name, p.name, s.speaker) AS speaker, a.slug AS actor, s.act, s.mode, s.cue_lemma, s.content,
       (SELECT group_concat(coalesce(ta.name, tp.name, t.text), '; ')
        FROM parties AS t LEFT JOIN appearances AS tp ON tp.id = t.appearance_id
        LEFT JOIN actors AS ta ON ta.id = tp.actor_id
        WHERE t.statement_id = s.id AND t.part = 'target') AS targets,
       (SELECT group_concat(coalesce(ta.name, tp.name, t.text), '; ')
        FROM parties AS t LEFT JOIN appearances AS tp ON tp.id = t.appearance_id
        LEFT JOIN actors AS ta ON ta.id = tp.actor_id
        WHERE t.statement_id = s.id AND t.part = 'addressee') AS addressees,
       s.negated, s.parent, s.confidence, s.corrected, s.repeats IS NOT NULL AS repeated
FROM statements AS s
JOIN dispatches AS d ON d.id = s.dispatch_id
LEFT JOIN appearances AS p ON p.id = s.speaker_id
LEFT JOIN actors AS a ON a.id = p.actor_id;

CREATE VIEW happened AS
SELECT d.digest AS dispatch, d.published, d.publisher, d.title, e.key AS event, e.type, e.mode, e."trigger", e.status,
       e.place, e.day, e.asserted_by, e.same_as, e.confidence,
       (SELECT group_concat(coalesce(a.name, p.name, x.text), '; ')
        FROM participants AS x LEFT JOIN appearances AS p ON p.id = x.appearance_id
        LEFT JOIN actors AS a ON a.id = p.actor_id
        WHERE x.event_id = e.id AND x.role = 'actor') AS actors,
       (SELECT group_concat(coalesce(a.name, p.name, x.text), '; ')
        FROM participants AS x LEFT JOIN appearances AS p ON p.id = x.appearance_id
        LEFT JOIN actors AS a ON a.id = p.actor_id
        WHERE x.event_id = e.id AND x.role = 'recipient') AS recipients,
       e.repeats IS NOT NULL AS repeated
FROM events AS e
JOIN dispatches AS d ON d.id = e.dispatch_id;

CREATE VIEW copies AS
SELECT o.digest AS original, d.digest AS dispatch, d.title, d.published, s.source,
       coalesce(s.publisher, d.publisher) AS publisher
FROM dispatches AS d
JOIN dispatches AS o ON o.id = coalesce(d.copy_of, d.id)
JOIN sources AS s ON s.dispatch_id = d.id;

CREATE VIEW actor_names AS
SELECT a.slug, a.name AS actor, p.name, count(*) AS dispatches
FROM appearances AS p
JOIN actors AS a ON a.id = p.actor_id
GROUP BY a.id, p.name;
