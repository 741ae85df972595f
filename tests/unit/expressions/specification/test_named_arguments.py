"""Standard functions called by the names of their parameters, and `string` of every kind of value.

Source: OMG DMN 1.5, 10.3.4.
"""

import pytest

from tests.support.specification import cases, result

NAMED = """
substring(string: "abc", start position: 2) => "bc"
replace(input: "abc", pattern: "b", replacement: "x") => "axc"
insert before(list: [1], position: 1, newItem: 0) => [0, 1]
index of(list: [1,2], match: 2) => [2]
list contains(list: [1], element: 1) => true
sublist(list: [1,2,3], start position: 2, length: 1) => [2]
modulo(dividend: 5, divisor: 3) => 2
decimal(n: 1.255, scale: 2) => 1.26
date(year: 2020, month: 1, day: 2) => 2020-01-02
time(hour: 1, minute: 2, second: 3) => 01:02:03
time(hour: 1, minute: 2, second: 3, offset: @"PT1H") => 01:02:03+01:00
date and time(date: @"2020-01-01", time: @"10:00:00") => 2020-01-01T10:00:00
before(point1: 1, point2: 2) => true
before(point: 1, range: [2..3]) => true
meets(range1: [1..2], range2: [2..3]) => true
starts(point: 1, range: [1..2]) => true
get value(m: {a:1}, key: "a") => 1
get entries(m: {a:1}) => [{key: "a", value: 1}]
context(entries: [{key: "a", value: 1}]) => {a: 1}
context merge(contexts: [{a: 1}, {b: 2}]) => {a: 1, b: 2}
context put(context: {a: 1}, keys: ["b"], value: 2) => {a: 1, b: 2}
is(value1: 1, value2: 1) => true
string join(list: ["a","b"], delimiter: "-") => "a-b"
split(string: "a-b", delimiter: "-") => ["a", "b"]
number(from: "1,5", grouping separator: null, decimal separator: ",") => 1.5
matches(input: "abc", pattern: "B", flags: "i") => true
substring before(string: "abc", match: "c") => "ab"
append(list: [1], item: 2) => [1, 2]
max(list: [1, 3, 2]) => 3
sum(list: [1, 2]) => 3
mean(list: [1, 2, 3]) => 2
all(list: [true, null]) => null
any(list: [false, true]) => true
median(list: [1, 2, 3]) => 2
stddev(list: [1, 3]) => 1.414213562373095048801688724209698
day of week(date: @"2026-11-30") => "Monday"
floor(n: 1.5) => 1
round up(n: 1.12, scale: 1) => 1.2
abs(n: @"-P1Y") => P1Y
sqrt(number: 9) => 3
upper case(string: "a") => "A"
string(from: 1) => "1"
duration(from: "P1D") => P1D
sort(list: [2, 1], precedes: function(x, y) x < y) => [1, 2]
list replace(list: [1, 2], position: 1, newItem: 9) => [9, 2]
list replace(list: [1, 2], match: function(a, b) a = 1, newItem: 9) => [9, 2]
remove(list: [1, 2], position: 1) => [2]
flatten(list: [[1], 2]) => [1, 2]
distinct values(list: [1, 1]) => [1]
reverse(list: [1, 2]) => [2, 1]
union([1], [1, 2]) => [1, 2]
substring("abc", 1, 10) => "abc"
range(from: "[1..3]").start => 1
"""
TEXTS = """
string(1/3) => "0.3333333333333333333333333333333333"
string(true) => "true"
string("a") => "a"
string(@"PT0S") => "PT0S"
string(@"10:00:00+00:00") => "10:00:00Z"
string({}) => "{}"
string([]) => "[]"
string([null]) => "[null]"
string([[1],["a"]]) => "[[1], [\\"a\\"]]"
"""


@pytest.mark.parametrize("expression, expected", [*cases(NAMED), *cases(TEXTS)])
def test_a_standard_function_gives(expression: str, expected: str) -> None:
    assert result(expression) == expected
