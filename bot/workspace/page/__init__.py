"""What people have of the workspace: what they see and do, over HTTP, and the page in `static/`.

Nothing beneath it knows of it.
"""
