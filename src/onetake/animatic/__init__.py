"""The embedded animatic engine: a real, labelled preview of a request, rendered in a process of its own.

The process is `python -m onetake.animatic`; what it reads and writes is described in `__main__`.
Nothing here is ever presented as Seedance output: every frame carries a label that says so.
"""
