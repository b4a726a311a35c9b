"""The reader: every page of the sources as a documentation page, with the quoted sentences of a citation highlighted."""

from app.address import citation_url, highlight_url, page_url
from app.reader.views import routes

__all__ = ["citation_url", "highlight_url", "page_url", "routes"]
