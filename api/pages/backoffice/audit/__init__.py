"""The pages of auditors: find records, read one, publications, rules by date, looks at data.

All are read with GET, under the scope `audit`: nothing here changes anything.
"""
