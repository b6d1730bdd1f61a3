"""The HTTP server: every dialect at once on one origin, files, events, and a page that explains itself.

site.create_app     the ASGI application of a Platform
run.serve           uvicorn around it, on a socket that is bound already
"""
