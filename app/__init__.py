"""The app room: understanding, verdicts, templates, and the doors (command line, API, chat page, reader)."""
