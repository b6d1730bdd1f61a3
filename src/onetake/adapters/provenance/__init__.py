"""Manifests of provenance (C2PA): made for what we render, read from what anybody gives."""
