"""How a notice reaches people: planned once, sent until it is accepted, every attempt on record.

`planning` turns notices into deliveries, `composing` makes their messages, `delivering` sends
them, `desk` is what people ask and do about them, `contacts` says where and how a person is
reached.
"""
