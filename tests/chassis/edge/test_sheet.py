"""Pages for people who have only a link: no script, nothing from elsewhere, every word a word."""

import base64
import hashlib
import re

from chassis.answers.languages import Words
from chassis.edge.sheet import Sheet, printed, wants_sheet


def same(text: str) -> Words:
    return Words(text, text, text)


def test_printed__escapes_and_reaches_for_nothing() -> None:
    evil = '<script>x</script>"&'
    answer = printed(Sheet(same(evil), [same(evil)], same(evil), (evil, evil)), "sv", 404)
    page = bytes(answer.body).decode()
    assert (answer.status_code, answer.headers["content-language"], answer.headers["content-type"]) == (404, "sv", "text/html; charset=utf-8")
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 6
    assert not re.search(r"\b(src|href|action)=", page)
    assert '<html lang="sv">' in page


def test_printed__its_one_style_is_the_one_that_the_policy_allows() -> None:
    answer = printed(Sheet(same("a")), "fi", 200)
    style = re.findall(r"<style>(.*?)</style>", bytes(answer.body).decode())
    (allowed,) = re.findall(r"'sha256-([^']+)'", answer.headers["content-security-policy"])
    assert [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in style] == [allowed]
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    assert "<form" not in bytes(answer.body).decode()


def test_wants_sheet__only_who_names_html() -> None:
    assert wants_sheet("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
    assert not wants_sheet("*/*")
    assert not wants_sheet("application/json")
