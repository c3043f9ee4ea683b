"""The dev issuer: an OpenID provider that lets anybody be anybody, and therefore runs nowhere but on a developer's machine."""
