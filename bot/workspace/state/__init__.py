"""What a workspace is made of: its records, how they change and are kept, and what is published of that.

It may not know who listens, nor judge who may do what: the other rooms do.
"""
