"""Literals, operators and standard functions at their edges: what each gives, or null.

The rules are those of OMG DMN 1.5, 10.3.2 to 10.3.4; where it has an example, that is the case.
"""

import pytest

from tests.support.specification import cases, result

FUNCTIONS = """
0 ** 0 => 1
2 ** -1 => 0.5
(-8) ** 2 => 64
2**3**2 => 64
1.5e3 => 1500
1E-2 => 0.01
.5 => 0.5
-.5 => -0.5
5 - -3 => 8
sum([true]) => null
sum({a:1}) => null
sum() => null
min() => null
all() => null
any() => null
decimal(1/3, 2.5) => 0.33
substring("foobar", 3.8) => "obar"
substring("foobar", 10) => null
substring("foobar", -10) => null
string([1,2,3,"foo"]) => "[1, 2, 3, \\"foo\\"]"
string({a: "foo"}) => "{a: \\"foo\\"}"
string([1..3]) => "[1..3]"
number("1,000.5", ",", ".") => 1000.5
number("1e3") => 1000
number(from: "1.000,5", grouping separator: ".", decimal separator: ",") => 1000.5
number("1 000", " ", null) => 1000
date("2012-12-25T11:00:00Z") => null
date("12-12-25") => null
date("01211-12-31") => null
date("9999999999-12-25") => null
date(2017, 13, 1) => null
date(from: "2017-01-01") => 2017-01-01
time("23:59:60") => null
time("11:00") => null
time("11:00:00+18:00") => 11:00:00+18:00
time("11:00:00+19:00") => null
time(11, 0, 0) => 11:00:00
time(11, 0, 0, null) => 11:00:00
time(11, 59, 45, duration("PT2H45M55S")) => 11:59:45+02:45:55
time(date("2020-01-01")) => 00:00:00Z
time(date and time("2020-01-01T10:00:00")) => 10:00:00
time("11:22:33@Europe/Paris") => 11:22:33@Europe/Paris
date and time("2020-01-01T24:00:00") => null
date("2018-10-10").hour => null
time("10:00:00").timezone => null
@"2020-01-01T00:00:00@Etc/UTC".timezone => "Etc/UTC"
@"2020-01-01T00:00:00Z".time offset => PT0S
@"2020-01-01T00:00:00".time offset => null
duration("P1Y2M").years => 1
duration("P1Y2M").days => null
duration("P1D").years => null
-duration("P1Y") => -P1Y
duration("P1D") + duration("P1D") => P2D
duration("P1D") / 2 => PT12H
duration("P1D") / duration("PT12H") => 2
duration("P1D") / 0 => null
duration("P1D") * duration("P1D") => null
10 * duration("P1D") => P10D
10 / duration("P1D") => null
date("2020-01-31") + duration("P1M") => 2020-02-29
duration("P1M") + date("2020-01-31") => 2020-02-29
date("2020-01-01") - duration("PT1H") => 2019-12-31
time("10:00:00") - time("09:00:00") => PT1H
time("10:00:00") + duration("P1M") => null
date("2020-01-01") + 1 => null
date("2020-01-02") - date and time("2020-01-01T00:00:00Z") => P1D
date("2020-01-01") = date and time("2020-01-01T00:00:00") => null
date("2020-01-01") < date and time("2020-01-02T00:00:00") => null
time("10:00:00Z") = time("12:00:00+02:00") => true
time("10:00:00") = time("10:00:00Z") => false
is(@"23:00:50Z", @"23:00:50+00:00") => true
is(@"23:00:50Z", @"23:00:50") => false
is(@"2012-12-25", @"23:00:50") => false
is(1, 1.0) => true
1 in [[2..4],[1..3]] => true
1 in [2,3,1] => true
1 in (<2) => true
1 in <2 => true
[1,2,3] in [[1,2,3,4],[1,2,3]] => true
1 in (1,2) => true
{a:1} in [{a:1}] => true
"a" in "b" => false
(function(x) x)(x:1) => 1
"b" between "a" and "c" => true
[1,2,3][0] => null
[][1] => null
null[1] => null
100[1] => 100
100[item > 10] => [100]
{a:1}[a=1] => [{a: 1}]
[{item:1},{item:2}][item=2] => [{item: 2}]
null.a => null
{a: null}.a.b => null
[{x:1,y:2},{x:null,y:3}][x<2] => [{x: 1, y: 2}]
[{x:1,y:2},{x:2,y:3}][x=1].y => [2]
some x in [1,2], y in [2,3] satisfies x = y => true
every x in [] satisfies false => true
some x in 1 satisfies x = 1 => true
for x in [1..3] return x => [1, 2, 3]
for x in null return x => null
for x in 5 return x => [5]
for x in @"2020-01-03"..@"2020-01-01" return string(x) => ["2020-01-03", "2020-01-02", "2020-01-01"]
for x in 1..3 return for y in 1..x return y => [[1], [1, 2], [1, 2, 3]]
if 1 then 2 else 3 => 3
if "true" then 2 else 3 => 3
null instance of Null => true
null instance of Any => false
1 instance of Any => true
[1,"a"] instance of list<Any> => true
[1,"a"] instance of list<number> => false
[] instance of list<number> => true
{a:1} instance of context<a: string> => false
{a:1,b:2} instance of context<a: number> => true
{a:1} instance of context<a:number,b:number> => false
[1..2] instance of range<string> => false
[@"2020-01-01"..@"2020-01-02"] instance of range<date> => true
(function(a: number, b) a) instance of function<number> -> Any => false
date("2020-01-01") instance of date and time => false
duration("P1Y") instance of years and months duration => true
[1] instance of list => true
split("John Doe", "\\\\s") => ["John", "Doe"]
split("a,b", ",") => ["a", "b"]
matches("foobar", "^fo*b") => true
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => "[1=ab][2=]cd"
string join(["a","b","c"], "_and_") => "a_and_b_and_c"
string join(["a","b"], "") => "ab"
string join(["a","b"]) => "ab"
string join(["a"], "X") => "a"
string join(["a", null, "c"], "X") => "aXc"
string join([], "X") => ""
string length("\\U01F40E") => 1
"\\u0041" => "A"
append([1], null) => [1, null]
insert before([1,2],-1,3) => [1, 3, 2]
remove([1],2) => null
list replace([1,2],2,null) => [1, null]
count([null]) => 1
count(1) => 1
max([1,null]) => null
max("abc") => "abc"
min([@"2020-01-01",@"2019-01-01"]) => 2019-01-01
stddev([47]) => null
product([2,null]) => null
floor(1.5, 1) => 1.5
floor(-1.56, 1) => -1.6
ceiling(1.56, 1) => 1.6
round half up(5.5, 0) => 6
round half down(5.5, 0) => 5
round up(1.121, 2) => 1.13
round half down(-1.126, 2) => -1.13
floor(null) => null
modulo(-10.1, 4.5) => 3.4
modulo(10.1, -4.5) => -3.4
modulo(-10.1, -4.5) => -1.1
exp(5) => 148.4131591025766034211155800405523
log(10) => 2.302585092994045684017991454684364
abs(n: -1) => 1
day of week(@"2019-09-17") => "Tuesday"
day of year(@"2019-09-17") => 260
month of year(@"2019-09-17") => "September"
week of year(@"2019-09-17") => 38
week of year(date(2003,12,29)) => 1
week of year(date(2004,1,4)) => 1
week of year(date(2005,1,1)) => 53
week of year(date(2005,1,3)) => 1
week of year(date(2005,1,9)) => 1
get value({key1: "value1"}, "key1") => "value1"
get value({key1: "value1"}, "unexistent-key") => null
get value(null, "a") => null
get entries(null) => null
get entries({}) => []
context([]) => {}
context({key:"a", value:1}) => {a: 1}
context put({x:1}, "x", null) => {x: null}
context put({x:1}, [], 2) => null
context put({x:1}, ["y"], 2) => {x: 1, y: 2}
context put({x:1, y: {a:0}}, ["y", "a"], 2) => {x: 1, y: {a: 2}}
context put(context:{x:1}, key:"y", value:2) => {x: 1, y: 2}
context merge([{x:1},{y:2}]) => {x: 1, y: 2}
context merge({x:1}) => {x: 1}
[1..2].start => 1
(1..2].start included => false
list contains([1,2], null) => false
index of([1,null], null) => [2]
sublist([1,2,3], 1, 2) => [1, 2]
sublist([1,2,3], -2, 1) => [2]
sublist([1,2,3], 2) => [2, 3]
{a: 1, b: a + 1}.b => 2
{"a b": 1}.a b => 1
{a: function(x) x+1, b: a(1)}.b => 2
{date: date("2020-01-01"), d2: date("2020-01-02")}.d2 => 2020-01-02
not(1) => null
not(negand: true) => false
false and "a" => false
"a" or true => true
1 = null => false
null != null => false
1 != "a" => null
{} = {} => true
@"foo" => null
@"2020-01-01T10:00:00" => 2020-01-01T10:00:00
@"10:00:00" => 10:00:00
@"P1Y" => P1Y
@"-P1D" => -P1D
years and months duration(date("2013-08-24"), date("2011-12-22")) => -P1Y8M
years and months duration(@"2017-12-31T13:00:00", @"2019-10-01T12:00:00") => P1Y9M
years and months duration(from: date("2011-12-22"), to: date("2013-08-24")) => P1Y8M
duration(from: "P1Y") => P1Y
duration("P1.5D") => null
duration("P2Y2M") + duration("P1D") => null
date("2020-01-01") in [@"2019-01-01"..@"2021-01-01"] => true
(function(a: number) a) instance of function<number> -> Any => true
(function(a: number) a) instance of function<string> -> Any => false
(function(a) a) instance of function<string> -> Any => true
(function(a: list<number>) a) instance of function<list<number>> -> Any => true
(function(a: number) a) instance of function<Any> -> Any => false
(function(a: context<x: date>) a) instance of function<context<x: date, y: time>> -> Any => true
append(list: [1], item: 2) => [1, 2]
append([1], 2, 3) => [1, 2, 3]
append([1]) => [1]
"""


@pytest.mark.parametrize("expression, expected", cases(FUNCTIONS))
def test_a_value_or_function_gives(expression: str, expected: str) -> None:
    assert result(expression) == expected
