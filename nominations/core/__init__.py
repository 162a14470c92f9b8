"""What every package uses: the policy, the vocabulary, the ledger, transactions, languages, settings, the database
and its tables.

Every package may use all of it.
"""
