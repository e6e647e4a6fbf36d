"""Tests; modules that several of them need are imported from here."""
