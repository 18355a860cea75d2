"""The file itself: zip members, parts, the text of XML, and how it is replaced in one step."""
