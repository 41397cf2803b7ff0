"""Everything bent in Bolt: acknowledgements, the inbox, drafts, the guard, the connection, the manifest.

Knows no topic.
"""
