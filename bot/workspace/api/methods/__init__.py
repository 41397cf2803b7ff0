"""The methods of the Web API, a module for each family. What is common to all stands in `api/method.py`.

A method checks what the caller may, changes the state, and answers; it keeps nothing itself.
"""
