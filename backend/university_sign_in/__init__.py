"""Sign-in with a university's own account: OpenID Connect and SAML 2.0, carried by allauth and python3-saml.

`adapter` finds providers in the rows of the domain, `oidc` and `saml` check what they say, `arrivals` says who it is.
"""
