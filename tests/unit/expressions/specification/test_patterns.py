"""`matches`, `replace` and `split` with patterns and flags of XPath.

The rules and most cases are those of XQuery and XPath functions 3.1, 5.6.
"""

import pytest

from engine.expressions.specification.patterns import PatternError, translated
from tests.support.specification import cases, result

CASES = """
matches("foobar", "^fo*b") => true
matches("abc", "\\\\bb") => null
matches("abc", "(?i)B") => null
matches("abc", "(?:b)c") => true
matches("a\\nb", "a.b") => false
matches("a\\nb", "a.b", "s") => true
matches("a\\nb", "^b$") => false
matches("a\\nb", "^b$", "m") => true
matches("hello world", "hello\\\\ sworld", "x") => true
matches("helloworld", "hello[ ]world", "x") => false
matches("hello world", "hello[ ]world", "x") => true
matches("hello world", "hello world", "x") => false
matches("a.b", "A.B", "iq") => true
matches("axb", "a.b", "q") => false
matches("5", "\\\\d") => true
matches("٥", "\\\\d") => true
matches("b", "[a-z-[aeiou]]") => true
matches("a", "[a-z-[aeiou]]") => false
matches("é", "\\\\p{L}") => true
matches("é", "\\\\p{IsBasicLatin}") => false
matches("x", "\\\\p{Foo}") => null
matches("a-b", "^[\\\\i-[:]][\\\\c-[:]]*$") => null
matches("a-b", "^\\\\i\\\\c*$") => true
matches("-b", "^\\\\i\\\\c*$") => false
matches("aa", "(a)\\\\1") => null
matches("a]", "]") => null
matches("a", "a{1,2}") => true
matches("a", "a{,2}") => null
matches("a", "[") => null
matches("a", "[]") => null
matches("a", "a**") => null
matches("a-", "[a-]+$") => true
matches("-a", "^[-a]+$") => true
matches("^", "[a^]") => true
matches("abracadabra", "bra") => true
matches("abracadabra", "^a.*a$") => true
matches("abracadabra", "^bra") => false
replace("abracadabra", "bra", "*") => "a*cada*"
replace("abracadabra", "a.*a", "*") => "*"
replace("abracadabra", "a.*?a", "*") => "*c*bra"
replace("abracadabra", "a", "") => "brcdbr"
replace("abracadabra", "a(.)", "a$1$1") => "abbraccaddabbra"
replace("abracadabra", ".*?", "$1") => null
replace("AAAA", "A+", "b") => "b"
replace("AAAA", "A+?", "b") => "bbbb"
replace("darted", "^(.*?)d(.*)$", "$1c$2") => "carted"
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => "[1=ab][2=]cd"
replace("a", "(a)", "$12") => "a2"
replace("abc", "b", "$") => null
replace("abc", "b", "\\\\") => null
replace("abc", "B", "x", "i") => "axc"
replace("a.b", ".", "x", "q") => "axb"
replace("abc", "b", "x", "z") => null
split("The cat sat on the mat", "\\\\s+") => ["The", "cat", "sat", "on", "the", "mat"]
split("1, 15, 24, 50", ",\\\\s*") => ["1", "15", "24", "50"]
split("1,15,,24,50,", ",") => ["1", "15", "", "24", "50", ""]
split("abba", ".?") => null
split("Some unparsed <br> HTML", "\\\\s*<br>\\\\s*") => ["Some unparsed", "HTML"]
"""


@pytest.mark.parametrize("expression, expected", cases(CASES))
def test_a_pattern_gives(expression: str, expected: str) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize(
    "pattern", ["\\", "[", "[a", "[a-", "(?", "{", "\\p{L", "[a-z-[b]", "[b-a]"]
)
def test_a_pattern_that_ends_too_early_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        translated(pattern, "")
