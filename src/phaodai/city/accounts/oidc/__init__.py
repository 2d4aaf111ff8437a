"""Sign-in through an organisation's own identity provider (OpenID Connect), on top of allauth.

What allauth leaves to its caller is decided here: signatures and nonces are always checked, nobody gets an account
by signing in elsewhere, and a subject opens an account only after its owner has confirmed it here once.
"""
