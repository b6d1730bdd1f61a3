"""Texts that JSON parsers disagree about, after the kinds of JSONTestSuite (errors-and-faults T09).

WRONG is no JSON; RIGHT is; EITHER is what RFC 8259 leaves open, with whether we take it.
"""

_NUMBERS = """
-01 -1.0. -2. -NaN . .-1 ++1234 +1 +Inf + - -- -a -1x 0.1.2 0.3e+ 0.3e 0.e1 0E 0E+ 0e 0e+ 1.0e+ 1.0e- 1.0e
1_000
1eE2 2.e+3 2.e-3 2.e3 9.e+ Inf NaN nan -Infinity Infinity 1+2 0x1 0x42 0X1p3 0b1 0o17 -Inf -foo -012 -.123
1ea
1.8011670033376514H-308 012 00 1.2a-3 .123 1. 1.. 1e 1E+ 1'000 1/2 1f 1L 1n 1e+-1 --0 -+1 ~1 1e1.5 ² １ ٣ ½
"""
_WORDS = r"""
nul nulll fals falsee tru truee True False TRUE NULL None nil undefined yes no on off unquoted 'single'
`tick` a
fAlse nUll tRUE null1 true1 truefalse true,false Object() function(){} @ # * < > <null> & | ~ ! % ^ = ; : ,
\ / // ?
"""
_ARRAYS = """
[ ] [1 [1, [1]] [1,] [1,,] [,1] [,] [1,,2] [1:2] [1;2] [1} [1}] [(1)] [[1] [1]1] [][] []] [*] [a [-] ["" ["
["x"
["a",4,1, ["":1] ["a" ["a", 3[4] [3[4]] [true [fals] [++1] [1e1,] [1[]] [[],] [/**/] [1]/**/ [1]//x [inf]
[.]
"""
_OBJECTS = r"""
{ } {{ {"a" {"a": {"a":1 {"a":1, {"a":1,} {"a":1,,} {,"a":1} {,} {"a":1,,"b":2} {"a",1} {"a"} {"a":} {"a":1]
{:1} {"a"::1} {"a":1:2} {"a"=1} {"a"=>1} {a:1} {'a':1} {1:1} {true:1} {null:1} {[]:1} {{}:1} {"a":1;"b":2}
{"a"1}
{"a":1}# {"a":1}{} {}{} {}} {"a":/**/1} {"a":1/**/} {"a":1}/**/ {"a":1}// {"a":1/* {"a":a {"a":"b}
{"x",null} {"x"::"b"} {"a":"a"1} {"a":"b"}#{} {"a":{} {"a":[} {"a":[1} {"a":(1)} {"a":+1} {"a":.1} {...}
{"a":1e} {"a":tru} {"a":"\x"} {"a"b:1} {"":} {"a":1"b":2} {key:'value'} {9999E9999:1} {"asd":"asd"
"""

_STRINGS: list[bytes] = [
    b'"', b'"a', b"a\"", b'"\\', b'"\\"', b'"\\a"', b'"\\x00"', b'"\\u"', b'"\\u1"', b'"\\u12"',
    b'"\\u123"',
    b'"\\u00G0"', b'"\\uXYZW"', b'"\\u 123"', b'"\\U0001F600"', b'"\\u{1F600}"', b'"\\ "', b"\"\\'\"",
    b'"\\0"',
    b'"\\1"', b'"\\v"', b'"\\e"', b'"\\\n"', b'"\\\xe5"', b'"\\\xf0\x9f\x8c\x80"', b'"\\\t"', b'"\\\0"',
    b'"\\\\\\"', b'"\\uD834\\"', b'"\\uD800\\u"', b'"\\uD800\\u1"', b'"\\uD800\\u1x"', b'"\\uD800\\',
    b'"\t"',
    b'"\n"', b'"\r"', b'"\x1f"', b'"\x01"', b'"\0"', b'"a\0a"', b'"\x08"', b'"a" "b"', b'"a"b"', b'"a"x',
    b'""""',
    b"\xe2\x80\x9ca\xe2\x80\x9d", b"'a\"", b"\\u0020\"a\"", b'\\"a"', b"'a'",
]  # fmt: skip

_BYTES: dict[str, bytes] = {
    "nothing": b"", "a blank": b" ", "blanks": b" \t\r\n ", "a byte order mark": b"\xef\xbb\xbf",
    "half of a mark": b"\xef\xbb{}", "a mark before an object": b"\xef\xbb\xbf{}", "NUL alone": b"\0",
    "NUL after": b'{"a":1}\0', "NUL before": b'\0{"a":1}', "NUL between": b'{"a":\0 1}',
    "NUL in a number": b"12\0 3",
    "form feed": b"\x0c{}", "vertical tab": b"{\x0b}", "a no-break space": b"\xc2\xa0{}",
    "U+2028": b"{}\xe2\x80\xa8",
    "U+2060": b"\xe2\x81\xa0{}", "U+0085": b"\xc2\x85{}", "an ideographic space": b"\xe3\x80\x80{}",
    "a zero width space": b"\xe2\x80\x8b{}", "a lone byte": b"\xe5",
    "a lone byte after a word": b"a\xc3\xa5",
    "a lone byte in an array": b"[a\xe5]", "a lone byte after a number": b"1\xe5",
    "a lone byte in a key": b'{"\xb9":1',
    "an unquoted emoji": b"{\xf0\x9f\x87\xa8\xf0\x9f\x87\xad}",
    "UTF-16, little": '{"a":1}'.encode("utf-16-le"),
    "UTF-16, big": '{"a":1}'.encode("utf-16-be"), "UTF-16 with a mark": '{"a":1}'.encode("utf-16"),
    "UTF-32": '{"a":1}'.encode("utf-32-le"), "UTF-7": b"+AHs-+AH0-",
    "latin-1": '{"ä":"ö"}'.encode("latin-1"),
    "GBK": '{"a":"狐狸"}'.encode("gbk"), "an overlong slash": b'{"a":"\xc0\xaf"}',
    "overlong NUL": b'{"a":"\xc0\x80"}',
    "overlong in six": b'{"a":"\xfc\x80\x80\x80\x80\xaf"}', "beyond Unicode": b'{"a":"\xf4\x90\x80\x80"}',
    "a surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}', "a pair in UTF-8": b'{"a":"\xed\xa0\xbd\xed\xb8\x80"}',
    "cut UTF-8": b'{"a":"\xe2\x82"}', "a lone continuation": b'{"a":"\x81"}', "0xff": b'{"a":"\xff"}',
    "0xfe": b'{"a":"\xfe"}', "many arrays": b"[" * 100_000,
    "many arrays, closed": b"[" * 100_000 + b"]" * 100_000,
    "many objects": b'{"":' * 100_000, "many of both": b'[{"":' * 50_000, "many closed": b"]" * 100_000,
    "a deep key": b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "a form": b"model=x&prompt=y", "XML": b"<a/>",
    "YAML": b"a: 1",
    "CBOR": b"\xa1aa\x01", "gzip": b"\x1f\x8b\x08\0\0\0\0\0", "two lines": b'{"a":1}\n{"b":2}',
    "JSON5": b"{a:1,}",
    "a comma first": b",{}", "a text sequence": b'\x1e{"a":1}\n', "an array cut in a word": b"[fal",
}  # fmt: skip

WRONG: dict[str, bytes] = {
    **{f"number {text}": text.encode() for text in _NUMBERS.split()},
    **{f"word {text}": text.encode() for text in _WORDS.split()},
    **{f"array {text}": text.encode() for text in _ARRAYS.split()},
    **{f"object {text}": text.encode() for text in _OBJECTS.split()},
    **{f"string {text!r}": text for text in _STRINGS},
    **_BYTES,
}
"""No JSON, neither by itself nor as the value of a member."""

RIGHT: list[bytes] = [
    b"0", b"-0", b"1", b"-1", b"20", b"-123", b"0e1", b"0e+1", b"0E0", b"1E22", b"1e-2", b"1E-2", b"1E+2",
    b"123.456e78",
    b"123.456789", b"-0.0", b"0.5",
    b"-0.000000000000000000000000000000000000000000000000000000000000000000000000000001",
    b"9007199254740992", b"-9007199254740992", b"1e308", b"1e-400", b"123e-10000000", b"5e-324", b"0.1",
    b"true", b"false",
    b"null", b"[]", b"[ ]", b"[[]]", b'[""]', b"[null, 1, \"1\", {}]", b"[1\n]", b" [1]",
    b"[1,null,null,null,2]", b"[2] ",
    b"{}", b"{ }", b'{"":0}', b'{"a":[]}', b'{"a":"b","c":"d"}', b'{"foo\\u0020bar":42}', b'{"a":\n1\n}',
    b'""', b'" "',
    b'"a"', b'"asd"', b'"\\u0060\\u012a\\u12AB"', b'"\\uD801\\udc37"', b'"\\ud83d\\ude39\\ud83d\\udc8d"',
    b'"\\"\\\\\\/\\b\\f\\n\\r\\t"',
    b'"\\\\u0000"', b'"\\\\n"', b'"\\""', b'"a/*b*/c/*d//e"', b'"\\\\a"', b'"\\u0012"', b'"\\uFFFF"',
    b'"\\uDBFF\\uDFFF"',
    b'"\xf4\x8f\xbf\xbf"', b'"\xef\xbf\xbf"', b'"\\u0821"', b'"\\u0123"', b'"\xe2\x80\xa8"',
    b'"\xe2\x80\xa9"', b'"\x7f"',
    b'"\\u002c"', b'"\xcf\x80"', b'"\xf0\x9b\xbf\xbf"', b'"asd "', b'"\\u0022"',
    b'"\xe2\x8d\x82\xe3\x88\xb4"', b'"\\u005C"',
    b'"\xf0\x9f\x98\xb9"', b'"\xc2\x85"', b'"\\u200B"', b'"\\u2064"', b'"\\uFDD0"', b'"\\uD83F\\uDFFE"',
    b'"\\u00e9"',
    b'"\xe7\x8b\x90\xe7\x8b\xb8"', b'"\\u72d0\\u72f8"', b'"new\\u000Aline"', b'"\\u0041\\u030a"',
    b'"NaN"', b'"null"',
]  # fmt: skip

EITHER: dict[str, tuple[bytes, bool]] = {
    "a number beyond doubles": (b"1e999", False),
    "the same below zero": (b"-1e+9999", False),
    "a whole number beyond 2^53": (b"9007199254740993", False),
    "the same below zero, whole": (b"-9007199254740993", False),
    "a hundred digits": (b"1" * 100, False),
    "five thousand digits": (b"9" * 5000, False),
    "a number of a megabyte": (b"9" * 1_000_000, False),
    "a small number of many digits": (b"0." + b"0" * 400 + b"1", True),
    "half a pair": (b'"\\uDADA"', False),
    "the other half": (b'"\\uDd1e"', False),
    "a pair the wrong way round": (b'"\\uDd1e\\uD834"', False),
    "half a pair and a letter": (b'"\\uD800x"', False),
    "half a pair and an escape": (b'"\\uD800\\n"', False),
    "two first halves": (b'"\\uD800\\uD800"', False),
    "half a pair in a key": (b'{"\\uD800":1}', False),
    "the same key twice": (b'{"a":1,"a":2}', False),
    "the same key twice, one escaped": (b'{"a":1,"\\u0061":1}', False),
    "an empty key twice": (b'{"":1,"":1}', False),
    "the same key far apart": (b'{"a":{"b":[{"c":1,"d":2,"c":3}]}}', False),
    "the same key on two levels": (b'{"a":{"a":1}}', True),
    "keys that differ by a form of accents": (b'{"\xc3\xa9":1,"e\xcc\x81":1}', True),
    "NUL, escaped": (b'"\\u0000"', False),
    "NUL in a key, escaped": (b'{"\\u0000":1}', False),
    "depth 31 of ours": (b"[" * 31 + b"]" * 31, True),
    "depth 32 of ours": (b"[" * 32 + b"]" * 32, False),
    "64 elements": (b"[" + b",".join([b"1"] * 64) + b"]", True),
    "65 elements": (b"[" + b",".join([b"1"] * 65) + b"]", False),
    "a U+FFFE": (b'"\\uFFFE"', True),
    "U+FEFF within": (b'"\xef\xbb\xbf"', True),
    "__proto__": (b'{"__proto__":{"a":1},"constructor":1}', True),
    "a quote of a million backslashes": (b'"' + b"\\\\" * 500_000 + b'"', True),
    "an odd number of backslashes": (b'"' + b"\\" * 500_001 + b'"', False),
}
"""As the value of a member: the text, and whether it is taken."""
