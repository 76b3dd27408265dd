# SPDX-License-Identifier: Apache-2.0
"""The page on which a user approves a device, as a browser uses it."""
import html.parser
import urllib.parse

from oauth_client import OAuthClient


class Page(html.parser.HTMLParser):
    """The text between the tags, and the attributes of elements with an id."""

    def __init__(self, content):
        super().__init__()
        self.text, self.ids, self.form = "", {}, {}
        self.feed(content.decode())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids[attributes["id"]] = attributes
        if tag == "form":
            self.form = attributes

    def handle_data(self, data):
        self.text += data


class DevicePage(OAuthClient):

    def page(self, url):
        self.assertTrue(url.startswith(self.hub.http))
        status, headers, content = self.ask(url[len(self.hub.http):])
        self.assertEqual(headers.get_content_type(), "text/html")
        return status, Page(content)

    def press(self, page, button, code=None):
        """Sends the form as a browser does; the status and the next page."""
        field, pressed = page.ids["user_code"], page.ids[button]
        fields = {field["name"]: code or field["value"],
                  pressed["name"]: pressed["value"]}
        self.assertEqual(page.form["method"], "post")
        status, _, content = self.ask(
            page.form["action"], data=urllib.parse.urlencode(fields).encode())
        return status, Page(content)

    def test_the_page_approves_and_denies_a_login(self):
        for button, word, error in (("authorize", " is in.", None),
                                    ("deny", " stays out.", "access_denied")):
            begun = self.begin()
            page = self.page(begun["verification_uri_complete"])[1]
            status, result = self.press(page, button)
            self.assertEqual(status, 200)
            self.assertIn("result", result.ids)
            self.assertIn(word, result.text)
            self.assertEqual(self.poll(begun)[1].get("error"), error)
            self.assertEqual(self.press(page, button)[0], 400)

    def test_the_page_accepts_a_code_typed_badly_and_refuses_another(self):
        begun = self.begin()
        page = self.page(begun["verification_uri"])[1]
        self.assertEqual(page.ids["user_code"]["value"], "")
        status, result = self.press(page, "authorize", "NONE-0000")
        self.assertEqual(status, 400)
        self.assertIn("not known", result.text)
        typed = f" {begun['user_code'].lower()} "
        self.assertEqual(self.press(page, "authorize", typed)[0], 200)

    def test_the_page_shows_a_hostile_code_as_text(self):
        code = '"><script>alert(1)</script>'
        query = urllib.parse.urlencode({"user_code": code})
        page = self.page(f"{self.hub.http}/oauth/device?{query}")[1]
        self.assertEqual(page.ids["user_code"]["value"], code)
