"""The chat page: a plain function from a question and the earlier ones to a conversation, and the Gradio page that shows it."""

from app.chat.feedback import REASONS, Feedback, Vote
from app.chat.page import build_chat
from app.chat.talk import Conversation, Talk, Turn
from app.chat.wire import Asked, pack, read_history, unpack

__all__ = ["REASONS", "Asked", "Conversation", "Feedback", "Talk", "Turn", "Vote", "build_chat", "pack", "read_history", "unpack"]
