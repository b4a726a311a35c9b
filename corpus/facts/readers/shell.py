"""Splits shell text into simple commands: enough of the grammar to find every command, none of its execution.

Understood: quotes, escapes, line continuations, comments, `;` `&&` `||` `|` `&`, brackets, redirections,
here-documents, command and process substitution (their commands count too), and the escape characters of PowerShell
and cmd.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.facts.readers.shell_parts import Document, ShellCommand, Word

_BREAKS = ";|&()\n"
_DEEPEST = 20  # levels of nesting that are followed
_ESCAPES = {"sh": "\\", "powershell": "`", "cmd": "^"}


def read_shell(text: str, line: int = 1, dialect: str = "sh") -> list[ShellCommand]:
    """All simple commands of the text in order of their place, those in substitutions included."""
    reader = _Reader(text, line, dialect)
    reader.run()
    return sorted(reader.found, key=lambda command: command.line)


@dataclass(slots=True)
class _Reader:
    text: str
    line: int
    dialect: str
    at: int = 0
    depth: int = 0
    backquoted: bool = False
    found: list[ShellCommand] = field(default_factory=list)
    waiting: list[tuple[str, bool, ShellCommand]] = field(default_factory=list)

    def peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.text[place] if place < len(self.text) else ""

    def take(self) -> str:
        char = self.text[self.at]
        self.at += 1
        self.line += char == "\n"
        return char

    def run(self, closing: str = "") -> None:
        """Read commands up to the closing character of a substitution, or to the end."""
        command = ShellCommand(self.line)
        while self.at < len(self.text):
            char = self.peek()
            if closing and char == closing:
                self.take()
                break
            if self.backquoted and char == "`":
                break
            if char in _BREAKS:
                command = self._break(command)
            elif char in " \t\r":
                self.take()
            elif char == "#":
                self._skip_comment()
            elif char in "<>" and not self._placeholder():
                self._redirection(command)
            else:
                self._add_word(command)
        self._finish(command)

    def _break(self, command: ShellCommand) -> ShellCommand:
        char = self.take()
        if char == "(" and self.depth < _DEEPEST:
            self.depth += 1
            self.run(")")
            self.depth -= 1
            return command
        self._finish(command)
        if char == "\n":
            self._read_documents()
        return ShellCommand(self.line)

    def _finish(self, command: ShellCommand) -> None:
        if command.words:
            self.found.append(command)

    def _skip_comment(self) -> None:
        while self.at < len(self.text) and self.peek() != "\n":
            self.take()

    def _add_word(self, command: ShellCommand) -> None:
        word = self._word()
        if word is None:
            return
        if not command.words:
            command.line = word.line
        command.words.append(word)

    def _word(self) -> Word | None:
        line, parts, opaque, quoted = self.line, list[str](), False, False
        parts.append(self._placeholder())
        self.at += len(parts[0])
        while self.at < len(self.text) and self.peek() not in " \t\r\n;|&()<>":
            if self.backquoted and self.peek() == "`":
                break
            char = self.take()
            if char == _ESCAPES[self.dialect]:
                self._escape(parts)
            elif char == "'" and self.dialect != "cmd":
                parts.append(self._single_quoted())
                quoted = True
            elif char == '"':
                opaque |= self._double_quoted(parts)
                quoted = True
            elif char == "$" or (char == "`" and self.dialect == "sh"):
                opaque |= self._expansion(char, parts)
            else:
                parts.append(char)
        text = "".join(parts)
        return Word(text, line, opaque, quoted) if text or opaque or quoted else None

    def _placeholder(self) -> str:
        """A `<name>` of a synopsis at this place, which is a word and no redirection; "" otherwise."""
        end = self.text.find(">", self.at, self.at + 40) if self.peek() == "<" else -1
        if end < 0:
            return ""
        name = self.text[self.at + 1 : end].replace("-", "a").replace("_", "a")
        return self.text[self.at : end + 1] if name.isalnum() and name[0].isalpha() else ""

    def _escape(self, parts: list[str]) -> None:
        if self.peek() == "\r":
            self.take()
        if self.at < len(self.text):
            char = self.take()
            parts.append("" if char == "\n" else char)

    def _single_quoted(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.peek() != "'":
            self.take()
        inner = self.text[start : self.at]
        if self.at < len(self.text):
            self.take()
        return inner

    def _double_quoted(self, parts: list[str]) -> bool:
        opaque = False
        while self.at < len(self.text):
            char = self.take()
            if char == '"':
                break
            if char == _ESCAPES[self.dialect] and self.at < len(self.text):
                following = self.take()
                keep = self.dialect == "sh" and following not in '"\\$`\n'
                parts.append((char if keep else "") + ("" if following == "\n" else following))
            elif char == "$" or (char == "`" and self.dialect == "sh"):
                opaque |= self._expansion(char, parts)
            else:
                parts.append(char)
        return opaque

    def _expansion(self, char: str, parts: list[str]) -> bool:
        """What stands after `$` or a backquote; True when it makes the word's value unknown."""
        if char == "`":
            self._substitution("`")
        elif self.peek() == "(" and self.peek(1) == "(":
            self._skip_balanced("(", ")")
        elif self.peek() == "(":
            self.take()
            self._substitution(")")
        elif self.peek() == "{":
            self._skip_balanced("{", "}")
        elif self.peek().isalnum() or self.peek() in {"_", "@", "*", "?", "#", "!", "$"}:
            self._skip_name()
        else:
            parts.append("$")
            return False
        parts.append("$")
        return True

    def _substitution(self, closing: str) -> None:
        if self.depth >= _DEEPEST:
            return
        before, self.backquoted = self.backquoted, closing == "`"
        self.depth += 1
        self.run(closing)
        self.depth -= 1
        self.backquoted = before

    def _skip_name(self) -> None:
        special = not (self.peek().isalnum() or self.peek() == "_")
        self.take()
        while not special and (self.peek().isalnum() or self.peek() in {"_", ":"}) and self.peek():
            if self.peek() == ":" and not (self.dialect == "powershell" and self.peek(1).isalpha()):
                break
            self.take()

    def _skip_balanced(self, opening: str, closing: str) -> None:
        depth = 0
        while self.at < len(self.text):
            char = self.take()
            depth += (char == opening) - (char == closing)
            if depth == 0:
                return

    def _redirection(self, command: ShellCommand) -> None:
        if command.words and command.words[-1].text.isdigit() and self.text[self.at - 1].isdigit():
            command.words.pop()
        operator = self.take()
        if self.peek() == "(" and self.dialect == "sh":
            self.take()
            self._substitution(")")
            return
        while self.peek() and self.peek() in "<>&|-":
            operator += self.take()
        while self.peek() and self.peek() in " \t":
            self.take()
        target = self._word()
        if target is not None and operator.startswith("<<") and not operator.startswith("<<<"):
            self.waiting.append((target.text, operator.endswith("-"), command))
        elif target is not None and ">" in operator and not operator.endswith("&"):
            command.outputs.append(target.text)

    def _read_documents(self) -> None:
        for name, tabs, command in self.waiting:
            command.documents.append(self._document(name, tabs))
        self.waiting.clear()

    def _document(self, name: str, tabs: bool) -> Document:
        line, rows = self.line, list[str]()
        while self.at < len(self.text):
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            row = self.text[self.at : end].rstrip("\r")
            self.line += end < len(self.text)
            self.at = min(end + 1, len(self.text))
            if (row.lstrip("\t") if tabs else row) == name:
                break
            rows.append(row.lstrip("\t") if tabs else row)
        return Document("\n".join(rows) + "\n", line)
