"""What every construct and standard function gives, with the examples of the specification."""

import pytest

from tests.support.specification import cases, result

CASES = """
1 + 2 * 3 ** 2 => 19
-2 ** 2 => 4
1 / 3 => 0.3333333333333333333333333333333333
1 / 0 => null
"a" + "b" => "ab"
"a" + 1 => null
10 ** 7000 => null
null = null => true
1 = "a" => null
null < 1 => null
true and null => null
false and null => false
true or "x" => true
false or null => null
not(null) => null
[1, 2] = [1, 2] => true
{a: 1, b: [2]} = {b: [2], a: 1} => true
[1..3] = [1..3] => true
[1..3] = [1..3) => false
5 between 1 and 5 => true
1 in (2, 1) => true
1 in [2, 1] => true
5 in [1..5) => false
5 in (> 3, < 2) => true
null in (null) => true
if null then 1 else 2 => 2
for i in 3..1 return i => [3, 2, 1]
for i in 1..3, j in [10, 20] return i * j => [10, 20, 20, 40, 30, 60]
for n in 0..4 return if n = 0 then 1 else n * partial[-1] => [1, 1, 2, 6, 24]
for d in @"2026-01-30"..@"2026-02-01" return d.day => [30, 31, 1]
some x in [] satisfies x => false
every x in [1, 2] satisfies x > 0 => true
every x in [1, null] satisfies x > 0 => null
[1, 2, 3][2] => 2
[1, 2, 3][-1] => 3
[1, 2, 3][4] => null
[1, 2, 3][item > 1] => [2, 3]
[{x: 1, y: 2}, {x: 5, y: 3}][x > 2].y => [3]
1[1] => 1
{a: {b: 1}}.a.b => 1
{a: 1, a: 2} => null
{a b: 1, c: a b + 1}.c => 2
1 instance of number => true
null instance of number => false
[1] instance of list<number> => true
{a: 1} instance of context<a: number> => true
[1..2] instance of range<number> => true
(function(x) x) instance of function<number> -> number => true
@"P1D" instance of days and time duration => true
(function(x) x) instance of function => true
1 instance of list<number> => false
(function(x: number, y) x - y)(y: 1, x: 3) => 2
(function(x: number) x)("a") => null
(function(x: number) x)([1]) => 1
{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(10)}.r => 3628800
{f: function(n) f(n + 1), r: f(0)}.r => null
for i in 1..1000000 return i => null
unknown => null
1 + // comment
 2 => 3
"""
CONVERSION = """
date("2026-11-23") => 2026-11-23
date("2026-02-30") => null
date(2026, 11, 23) => 2026-11-23
date(date and time("2026-11-23T10:00:00")) => 2026-11-23
date("-2021-01-01") => -2021-01-01
date("999999999-12-31").year => 999999999
time("23:59:00Z") => 23:59:00Z
time("10:00:00.5+03:00") => 10:00:00.5+03:00
time("25:00:00") => null
time(10, 30, 1.5, @"PT3H") => 10:30:01.5+03:00
date and time("2026-11-23T10:00:00@Asia/Riyadh") => 2026-11-23T10:00:00@Asia/Riyadh
date and time("2026-11-23T10:00:00@Nowhere/Land") => null
date and time(date("2026-12-24"), time("23:59:00")) => 2026-12-24T23:59:00
number("1 000,0", " ", ",") => 1000
number("1.000") => 1
number("x") => null
string(1.10) => "1.1"
string(null) => null
string([1, "a", @"P1D"]) => "[1, \\"a\\", P1D]"
duration("P1Y2M") => P1Y2M
duration("PT36H") => P1DT12H
duration("P1Y1D") => null
years and months duration(date("2011-12-22"), date("2013-08-24")) => P1Y8M
@"P1D" => P1D
@"nothing" => null
range("[18..21)") => [18..21)
range("[21..18]") => null
"""
TEXT = """
substring("foobar", 3) => "obar"
substring("foobar", 3, 3) => "oba"
substring("foobar", -2, 1) => "a"
substring("\\U01F40Eab", 2) => "ab"
string length("\\uD83D\\uDC0Eab") => 3
upper case("aBc4") => "ABC4"
lower case("aBc4") => "abc4"
substring before("foobar", "bar") => "foo"
substring before("foobar", "xyz") => ""
substring after("foobar", "ob") => "ar"
substring after("", "a") => ""
contains("foobar", "of") => false
starts with("foobar", "fo") => true
ends with("foobar", "r") => true
matches("foobar", "^fo*bar") => true
matches("ABC", "abc", "i") => true
matches("a.c", "a.c", "q") => true
matches("aa", "(a)\\\\1") => null
matches("a", "[") => null
matches("a", "a", "z") => null
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => "[1=ab][2=]cd"
replace("abracadabra", "a.*?a", "*") => "*c*bra"
replace("a", "x*", "-") => null
replace("a$", "\\\\$", "\\\\$1") => "a$1"
split("John Doe", "\\\\s") => ["John", "Doe"]
split("a;b;c;;", ";") => ["a", "b", "c", "", ""]
string join(["a", "b", null], "_and_") => "a_and_b"
string join([1]) => null
"""
NUMBERS = """
decimal(1/3, 2) => 0.33
decimal(2.5, 0) => 2
floor(-1.5) => -2
floor(-1.56, 1) => -1.6
ceiling(-1.5) => -1
round up(-5.5, 0) => -6
round down(5.5, 0) => 5
round half up(-5.5, 0) => -6
round half down(5.5, 0) => 5
abs(-10) => 10
abs(@"-PT5H") => PT5H
modulo(-12, 5) => 3
modulo(12, -5) => -3
modulo(10.1, 4.5) => 1.1
modulo(1, 0) => null
sqrt(16) => 4
sqrt(-1) => null
log(0) => null
exp(0) => 1
odd(5) => true
even(2.5) => false
even(10 ** 40) => true
"""
LISTS = """
list contains([1, 2, null], null) => true
count([1, 2]) => 2
count(null) => null
min(1, 2, 3) => 1
min([]) => null
max("a", "b") => "b"
max([1, "a"]) => null
sum([1, 2, 3]) => 6
sum([]) => null
mean(1, 2) => 1.5
all([false, null]) => false
all([]) => true
any([null, 1]) => null
sublist([4, 5, 6], 1, 2) => [4, 5]
append([1], 2, 3) => [1, 2, 3]
concatenate([1, 2], [3]) => [1, 2, 3]
insert before([1, 3], 1, 2) => [2, 1, 3]
remove([1, 2, 3], 2) => [1, 3]
list replace([2, 4, 7, 8], 3, 6) => [2, 4, 6, 8]
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) => [5, 5, 7, 8]
reverse([1, 2, 3]) => [3, 2, 1]
index of([1, 2, 3, 2], 2) => [2, 4]
union([1, 2], [2, 3]) => [1, 2, 3]
distinct values([1, 2, 3, 2, 1]) => [1, 2, 3]
flatten([[1, 2], [[3]], 4]) => [1, 2, 3, 4]
product(2, 3, 4) => 24
median(8, 2, 5, 3, 4) => 4
median([6, 1, 2, 3]) => 2.5
median([]) => null
stddev(2, 4, 7, 5) => 2.081665999466132735282297706979931
mode(6, 3, 9, 6, 6) => [6]
mode([6, 1, 9, 6, 1]) => [1, 6]
mode([]) => []
sort([3, 1, 2], function(x, y) x < y) => [1, 2, 3]
sort([3, 1, 2]) => [1, 2, 3]
sort([1, "a"], function(x, y) x < y) => null
min(list: [2, 1]) => 1
"""
TIMES = """
date("2026-01-31") + @"P1M" => 2026-02-28
date("2026-01-31") + @"PT36H" => 2026-02-01
date("2026-03-01") - date("2026-02-01") => P28D
date and time("2026-03-28T12:00:00@Europe/Paris") + @"P1D" => 2026-03-29T13:00:00@Europe/Paris
time("23:00:00") + @"PT2H" => 01:00:00
date and time("2026-01-01T00:00:00Z") = date and time("2026-01-01T03:00:00+03:00") => true
date and time("2026-01-01T00:00:00") = date and time("2026-01-01T00:00:00Z") => false
date and time("2026-01-01T00:00:00") < date and time("2026-01-01T00:00:00Z") => null
is(time("00:00:00Z"), time("03:00:00+03:00")) => false
@"P1Y" / @"P1M" => 12
@"P1D" * 1.5 => P1DT12H
@"P1Y" + @"P1D" => null
@"-P1Y2M".months => -2
@"P1DT2H3M4.5S".seconds => 4.5
time("10:30:00+05:00").time offset => PT5H
date and time("2026-07-01T10:00:00@Europe/Paris").timezone => "Europe/Paris"
date("2026-11-23").weekday => 1
day of year(date("2026-12-31")) => 365
day of week(date("2026-11-23")) => "Monday"
month of year(date("2026-11-23")) => "November"
week of year(date("2027-01-01")) => 53
now() => 2026-11-23T09:00:00Z
today() => 2026-11-23
"""
RANGES = """
before(1, 10) => true
before([1..5), [5..10]) => true
before([1..5], [5..10]) => false
after(10, [1..10)) => true
meets([1..5], [5..10]) => true
meets([1..5), [5..10]) => false
met by([5..10], [1..5]) => true
overlaps([1..5], [3..8]) => true
overlaps([1..5), [5..8]) => false
overlaps before([1..5], [3..8]) => true
overlaps after([3..8], [1..5]) => true
finishes(10, [1..10]) => true
finishes([5..10], [1..10]) => true
finished by([1..10], 10) => true
includes([1..10], 5) => true
includes([1..10], [1..10)) => true
during(5, [1..10]) => true
during([1..10], (1..10)) => false
starts(1, [1..10]) => true
starts((1..5), (1..10)) => true
started by([1..10], 1) => true
coincides([1..5], [1..5]) => true
coincides(3, 4) => false
(< 10).end => 10
(< 10).start => null
(>= 10).start included => true
5 in (< 10) => true
includes((> 3), 4) => true
get value({a: 1}, "a") => 1
get value({a: {b: 2}}, ["a", "b"]) => 2
get entries({a: 1}) => [{key: "a", value: 1}]
context([{key: "a", value: 1}]) => {a: 1}
context([{key: "a", value: 1}, {key: "a", value: 2}]) => null
context put({x: 1}, "y", 2) => {x: 1, y: 2}
context put({x: 1}, ["y", "z"], 2) => {x: 1, y: {z: 2}}
context merge([{a: 1}, {a: 2, b: 3}]) => {a: 2, b: 3}
"""


@pytest.mark.parametrize("expression, expected", cases(CASES))
def test_an_expression_gives(expression: str, expected: str) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize(
    "expression, expected",
    [case for text in (CONVERSION, TEXT, NUMBERS, LISTS, TIMES, RANGES) for case in cases(text)],
)
def test_a_standard_function_gives(expression: str, expected: str) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..300, j in 1..300, k in 1..300 return i",
        '{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f("ab", 60)}.r',
        "{f: function(l, n) if n = 0 then l else f([l, l], n - 1), r: flatten(f([1], 60))}.r",
        'replace("' + "a" * 3000 + '", "a", "' + "b" * 3000 + '")',
        "distinct values(for i in 1..90000 return i)",
        'number("' + "9" * 6000 + 'E6000")',
    ],
)
def test_what_would_not_end_is_null(text: str) -> None:
    assert result(text) == "null"
