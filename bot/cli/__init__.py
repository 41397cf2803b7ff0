"""The `moot` command: it parses, calls, and prints; nothing is decided here.

`main` and `content_words` declare every word of the command line and import nothing heavy, so that
`moot --help` answers at once. Each other file is the work of a few commands and is imported when one of them
runs. No other room imports this one.
"""
