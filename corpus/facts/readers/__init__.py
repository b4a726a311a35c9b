"""Readers of what stands in code blocks: Markdown, shell, Dockerfiles, YAML."""
