"""The window: choose a workbook, press a button, read what came out and follow it into Excel."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from itertools import groupby
from tkinter import ttk

import xlwings as xw

from xl_recoup.desk.places import place_pattern, show_place
from xl_recoup.desk.readable_page import show_in_browser
from xl_recoup.desk.window_desk import WindowDesk
from xl_recoup.errors import Refused
from xl_recoup.excel.button_list import Button, act, note
from xl_recoup.excel.dialogs import TITLE
from xl_recoup.excel.failures import log, sentence_for
from xl_recoup.excel.macros import BUTTONS
from xl_recoup.excel.open_books import open_books

INK, QUIET, PAPER, BACK, LINK = "#1d2b36", "#52626e", "#ffffff", "#f3f6f8", "#0b5c6b"
HERE = "#fde7b3"
"""Behind the place that the keyboard is on."""
FONT = "Segoe UI"
WELCOME = (
    "Open the workbook in Excel, choose it above, and press a button. Everything happens in the"
    " workbook as it stands in Excel: save it there to keep what was done, unless AutoSave is on."
)


class Window:
    """The window and what it knows: which workbooks are open, and what was said last."""

    def __init__(self, root: tk.Tk) -> None:
        """Build it; nothing is asked of Excel before it is shown."""
        self.root = root
        self.books: dict[str, xw.Book] = {}
        self.said = ""
        self.places: list[tuple[str, str]] = []
        """The sheets and cells that the text names, in its order; each is a tag of the text."""
        self.at = -1
        """Which of them the keyboard is on; -1 for none."""
        root.title(TITLE)
        root.configure(background=BACK)
        root.geometry("920x680")
        root.minsize(640, 480)
        _styles(root)
        frame = ttk.Frame(root, padding=16)
        frame.pack(fill="both", expand=True)
        self.choice = self._chooser(frame)
        self.buttons = self._buttons(frame)
        self.status = ttk.Label(frame, text="", style="Status.TLabel")
        self.status.pack(fill="x", pady=(12, 4))
        self.text = self._results(frame)
        root.report_callback_exception = self._unforeseen
        root.bind("<Alt-F4>", lambda _event: root.destroy())  # also where no window manager does
        root.bind("<F5>", lambda _event: self.look())
        root.bind("<FocusIn>", self._came_back)
        self.show(WELCOME)

    def _chooser(self, frame: ttk.Frame) -> ttk.Combobox:
        row = ttk.Frame(frame)
        row.pack(fill="x")
        ttk.Label(row, text="Workbook open in Excel", underline=0).pack(side="left")
        choice = ttk.Combobox(row, state="readonly", width=48)
        choice.pack(side="left", padx=8, fill="x", expand=True)
        again = ttk.Button(row, text="Look again (F5)", command=self.look)
        again.pack(side="left")
        self.root.bind("<Alt-w>", lambda _event: choice.focus_set())
        return choice

    def _buttons(self, frame: ttk.Frame) -> list[ttk.Button]:
        made = []
        grid = ttk.Frame(frame)
        grid.pack(fill="x", pady=(12, 0))
        for column, (group, entries) in enumerate(groupby(BUTTONS, key=lambda b: b.group)):
            part = ttk.LabelFrame(grid, text=group, padding=8)
            part.grid(row=0, column=column, sticky="nsew", padx=(0, 8))
            grid.columnconfigure(column, weight=1)
            for entry in entries:
                button = ttk.Button(
                    part, text=entry.label, underline=_letter(entry), command=self._press(entry)
                )
                button.pack(fill="x", pady=2)
                button.bind("<FocusIn>", self._tip(entry))
                button.bind("<Enter>", self._tip(entry))
                button.bind("<Return>", lambda event: event.widget.invoke())
                self.root.bind(f"<Alt-{entry.key.lower()}>", self._key(button))
                made.append(button)
        return made

    def _results(self, frame: ttk.Frame) -> tk.Text:
        below = ttk.Frame(frame)
        below.pack(side="bottom", fill="x", pady=(8, 0))
        page = ttk.Button(
            below, text="Open as a page for a screen reader", command=self._page, underline=0
        )
        page.pack(side="left")
        ttk.Button(below, text="Copy", command=self._copy, underline=0).pack(side="left", padx=8)
        self.root.bind("<Alt-o>", lambda _event: self._page())
        self.root.bind("<Alt-c>", lambda _event: self._copy())
        bar = ttk.Scrollbar(frame)
        text = tk.Text(
            frame, wrap="word", font=(FONT, 11), background=PAPER, foreground=INK, relief="flat",
            padx=14, pady=12, spacing3=4, yscrollcommand=bar.set, highlightthickness=2,
            highlightcolor=LINK, highlightbackground="#c9d3da", takefocus=1,
        )  # fmt: skip
        bar.configure(command=text.yview)
        bar.pack(side="right", fill="y")
        text.pack(side="left", fill="both", expand=True)
        text.bind("<Tab>", lambda _event: self._step(1))
        text.bind("<Shift-Tab>", lambda _event: self._step(-1))
        text.bind("<Return>", lambda _event: self._follow(self.at))
        return text

    def look(self) -> None:
        """Ask Excel which workbooks are open; the active one comes first and is chosen."""
        chosen = self.choice.get()
        try:
            books = open_books()
        except Refused as refused:
            self.books = {}
            self.status.configure(text=str(refused))
        else:
            self.books = {book.name: book for book in books}
            self.status.configure(text="")
        self.choice.configure(values=list(self.books))
        self.choice.set(chosen if chosen in self.books else next(iter(self.books), ""))

    def _came_back(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.root:
            self.look()

    def _press(self, entry: Button) -> Callable[[], None]:
        def pressed() -> None:
            self.look()
            book = self.books.get(self.choice.get())
            if book is None:
                self.show(self.status.cget("text") or WELCOME)
                return
            self._busy(True)
            try:
                tell = partial(self.show, book=book)
                desk = WindowDesk(book.app, self.root, tell=tell, progress=self.progress)
                act(entry, book, desk)
            except Exception as error:
                note(entry, error)
                self.show(sentence_for(error), book)
            finally:
                self._busy(False)

        return pressed

    def _unforeseen(self, _kind: object, error: BaseException, _trace: object) -> None:
        """Say what nobody foresaw; Tk itself would tell a console that nobody sees."""
        log("window", error)
        self.show(sentence_for(error))

    def _key(self, button: ttk.Button) -> Callable[[tk.Event[tk.Misc]], None]:
        def pressed(_event: tk.Event[tk.Misc]) -> None:
            button.focus_set()
            button.invoke()

        return pressed

    def _tip(self, entry: Button) -> Callable[[tk.Event[tk.Misc]], None]:
        def shown(_event: tk.Event[tk.Misc]) -> None:
            self.status.configure(text=entry.tip)

        return shown

    def _busy(self, busy: bool) -> None:
        for button in self.buttons:
            button.state(["disabled" if busy else "!disabled"])
        if not busy:
            self.status.configure(text="")
        self.root.configure(cursor="watch" if busy else "")
        self.root.update_idletasks()

    def progress(self, stage: str) -> None:
        """Show what is being done."""
        self.status.configure(text=f"{stage} …")
        self.root.update_idletasks()

    def show(self, words: str, book: xw.Book | None = None) -> None:
        """Show what came out; what names a cell of the workbook jumps to it."""
        self.said = words
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.insert("1.0", words)
        for number in range(len(self.places)):
            self.text.tag_delete(f"place{number}")
        found = list(place_pattern(book).finditer(words)) if book else []
        self.places, self.at = [(each["sheet"], each["cell"]) for each in found], -1
        for number, each in enumerate(found):
            self._link(number, each.start(), each.end())
        self.text.configure(state="disabled")
        self.text.focus_set()

    def _link(self, number: int, start: int, end: int) -> None:
        tag = f"place{number}"
        self.text.tag_add(tag, f"1.0+{start}c", f"1.0+{end}c")
        self.text.tag_configure(tag, foreground=LINK, underline=True)
        self.text.tag_bind(tag, "<Button-1>", lambda _event: self._follow(number))
        self.text.tag_bind(tag, "<Enter>", lambda _event: self.text.configure(cursor="hand2"))
        self.text.tag_bind(tag, "<Leave>", lambda _event: self.text.configure(cursor=""))

    def _follow(self, number: int) -> None:
        book = self.books.get(self.choice.get())
        if book is not None and 0 <= number < len(self.places):
            self.status.configure(text=show_place(book, *self.places[number]))

    def _step(self, by: int) -> str | None:
        """Go to the next place, or the one before; past the last, Tab leaves the text."""
        if self.at >= 0:
            self.text.tag_configure(f"place{self.at}", background="")
        self.at += by
        if not 0 <= self.at < len(self.places):
            self.at = -1 if by > 0 else len(self.places)
            return None
        self.text.tag_configure(f"place{self.at}", background=HERE)
        self.text.see(f"place{self.at}.first")
        self.status.configure(text="Enter selects it in Excel.")
        return "break"

    def _copy(self) -> None:
        self.root.clipboard_clear()
        self.root.clipboard_append(self.said)
        self.status.configure(text="Copied.")

    def _page(self) -> None:
        show_in_browser(self.said)


def _letter(entry: Button) -> int:
    """Return which letter of a label is underlined: the one that presses it with Alt."""
    return entry.label.casefold().find(entry.key.casefold())


def _styles(root: tk.Tk) -> None:
    style = ttk.Style(root)
    if "vista" not in style.theme_names():
        style.theme_use("clam")
    style.configure(".", background=BACK, foreground=INK, font=(FONT, 10))
    style.configure("TButton", padding=(10, 5))
    style.configure("Status.TLabel", foreground=QUIET)
