"""Sentences, in Vietnamese and English, computed from the records of results.json and from nothing else.

Nothing here judges: it only words.
"""
