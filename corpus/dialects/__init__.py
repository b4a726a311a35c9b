"""What each site generator adds to Markdown: found out per page, and masked."""

from corpus.dialects.detect import SiteFiles, dialect_of
from corpus.dialects.page import mask_page

__all__ = ["SiteFiles", "dialect_of", "mask_page"]
