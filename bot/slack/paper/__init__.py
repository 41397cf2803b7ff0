"""What stewards and facilitators enter for people on paper. Knows the forms of other topics; those know only
its cards."""
