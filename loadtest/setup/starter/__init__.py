"""What a first user writes by hand: a workflow and an `.env.test` for the server that a folder holds."""

from loadtest.setup.starter.files import TOKEN, texts
from loadtest.setup.starter.project import Project, look

__all__ = ["TOKEN", "Project", "look", "texts"]
