"""What a workspace is made of: its records, how they change, what happens to whom, and what is kept of it.

It knows nothing of the Web API's methods, of how apps are told, or of the page.
"""
