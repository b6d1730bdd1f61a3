"""What the Python SDK is made of; `onetake.client` is its public face."""
