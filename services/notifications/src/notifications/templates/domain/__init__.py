"""The rules of mail texts. Pure: values -> subject, text and HTML."""

from notifications.templates.domain.catalogue import TEMPLATES, Template
from notifications.templates.domain.rendering import Rendered, render

__all__ = ["TEMPLATES", "Rendered", "Template", "render"]
