"""How texts are read: names, operators, brackets, iterators and functions. OMG DMN 1.5, 10.3.1."""

import pytest

from tests.support.specification import cases, result

GRAMMAR = """
{a-b: 1, c: a-b}.c => 1
{"foo+bar": 5, r: foo+bar}.r => 5
{a: 3, b: 2, c: a-b}.c => 1
{if1: 1, r: if1}.r => 1
{date and time: 1, r: date and time}.r => 1
{time zone: "x", r: time zone}.r => "x"
{Mike's age: 5, r: Mike's age + 1}.r => 6
{a/b: 1, r: a/b}.r => 1
{a.b: 1, r: a.b}.r => 1
{ünïcode: 1, r: ünïcode}.r => 1
{_a: 1, r: _a}.r => 1
{?foo: 1, r: ?foo}.r => 1
{🐎bar: 1, r: 🐎bar}.r => 1
{foo bar: 1}.foo bar => 1
{foo  bar: 1, r: foo bar}.r => 1
{a: 1, b: [1,2,3][item > a]}.b => [2, 3]
{a: {b c: 2}, d: a.b c * 2}.d => 4
[{b c: 2}][b c = 2] => [{b c: 2}]
for my item in [1,2] return my item * 2 => [2, 4]
some my x in [1] satisfies my x = 1 => true
(function(a b: number) a b + 1)(2) => 3
(function(a b: number) a b + 1)(a b: 2) => 3
1+1//c => 2
/* x */ 1 => 1
1 /* x */ + 1 => 2
if true then if false then 1 else 2 else 3 => 2
1 + if true then 1 else 2 => 2
(1 + 2) * 3 => 9
5 in ]1..10] => true
5 in [1..10[ => true
5 in (1..5) => false
2 in ((1..5), 10) => true
2 in (> 1) => true
2 in (>1, <0) => true
not(true) or true => true
date("2020-01-01").year + 1 => 2021
date(date("2020-01-01").year, 1, 1) => 2020-01-01
"a" in ("a","b") => true
[1,2,3] = [1,2,3] => true
a.b.c => null
foo(1) => null
"\\"" => "\\""
"\\'" => "'"
"\\\\"  => "\\\\"
01 => 1
1.0 => 1
1.10 = 1.1 => true
-1 ** 2 => 1
2 * -3 => -6
2 - - 3 => 5
- (1+2) => -3
10/4 => 2.5
"a" < "b" => true
true = true => true
true < false => null
x instance of number => false
5 instance of number and true => true
(5 instance of number) => true
[1,2] instance of list< number > => true
{a: 1} instance of context< a : number > => true
1 between 0 and 2 and true => true
1 between 0 and 2 or false => true
@"2020-01-01" between @"2019-01-01" and @"2021-01-01" => true
"x" in (["x","y"]) => true
if 1 = 1 then "a" else "b" => "a"
for x in [1,2,3] return x + 1 => [2, 3, 4]
for x in 1..2, y in 1..2 return [x,y] => [[1, 1], [1, 2], [2, 1], [2, 2]]
for i in 0..2 return if i = 0 then 1 else partial[-1] + 1 => [1, 2, 3]
every x in [1,2] satisfies x > 0 and x < 3 => true
count([1,2,3][item > 1]) => 2
[[1,2],[3]][1][2] => 2
[1,2,3][-1] => 3
{f: function() 1, r: f()}.r => 1
{f: function(x) function(y) x + y, r: f(1)(2)}.r => 3
[function(x) x + 1][1](2) => 3
sort(list: [3,1,2], precedes: function(x,y) x < y) => [1, 2, 3]
sort([3,1,2], function(x,y) x > y) => [3, 2, 1]
date and time("2020-01-01T10:00:00").hour => 10
date and time ("2020-01-01T10:00:00").hour => 10
date  and  time("2020-01-01T10:00:00").hour => 10
string   length("abc") => 3
years and months duration(@"2020-01-01", @"2021-01-01").years => 1
{a: null, b: a = null}.b => true
null + 1 => null
[1, null] = [1, null] => true
-"a" => null
not(null) => null
@"P1Y" + @"P2M" => P1Y2M
@"P1D" < @"P2D" => true
@"P1Y" < @"P1D" => null
@"2020-01-01T00:00:00Z" - @"2019-12-31T00:00:00Z" => P1D
@"10:00:00Z" - @"10:00:00" => null
@"2020-01-01T10:00:00" - @"P1D" => 2019-12-31T10:00:00
@"2020-03-31" - @"P1M" => 2020-02-29
@"2020-01-01" > @"2019-01-01" => true
{a:1}.a in [1..2] => true
(function(x) external {java: {class: "Math", method signature: "abs(int)"}})(1) => null
[{a: 1}].a[1] => 1
"foo"[1] => "foo"
count("abc") => 1
[1..10].end => 10
[1..10] = [1..10] => true
(1..10] = [1..10] => false
range("[1..10]") = [1..10] => true
[@"2020-01-01"..@"2020-12-31"].start.year => 2020
for d in date("2020-01-01")..date("2020-01-02") return d => [2020-01-01, 2020-01-02]
for i in 1..2, j in 1..i return j => [1, 1, 2]
for i in [[1,2],[3]] return i[1] => [1, 3]
for i in -1..1 return i => [-1, 0, 1]
for i in 1..count([1,2]) return i => [1, 2]
for i in (1..3) return i => [2]
for x in [1,2] return {a: x, b: a + 1}.b => [2, 3]
[{a:{b:[1,2]}}][1].a.b[2] => 2
{f: function(x) [x, x+1]}.f(1)[2] => 2
{f: function(x) {a: x}}.f(1).a => 1
({a: 1}).a => 1
{a: [{b: 1}, {b: 2}]}.a[b > 1].b => [2]
{a: [{b: 1}, {b: 2}]}.a.b => [1, 2]
{x: 5, l: [1,5,9], r: l[item > x]}.r => [9]
{x: 5, l: [{x: 1}, {x: 7}], r: l[x > 5]}.r => [{x: 7}]
{x: 5, l: [{y: 1}], r: l[y < x]}.r => [{y: 1}]
[1,2,3,4][item > 1 and item < 4] => [2, 3]
[1,2,3][- 1] => 3
[1,2,3][1+1] => 2
[[1],[2,3]][count(item) = 2] => [[2, 3]]
some x in [{a:1}] satisfies x.a = 1 => true
some x in [1,2], y in [x] satisfies y = 2 => true
every x in [1,2], y in [3] satisfies x < y => true
if (1 > 2) then 1 else if (2 > 1) then 2 else 3 => 2
(if true then 1 else 2) + 1 => 2
1 + 2 = 3 and 2 > 1 => true
not(1 = 2) and true => true
true or false and false => true
(true or false) and false => false
(1 < 2) = true => true
2 * (3 + 4) ** 2 => 98
-(-3) => 3
10 - 2 - 3 => 5
100 / 10 / 2 => 5
"a" + "b" + "c" => "abc"
{ "a" : 1 , "b c" : 2 } => {a: 1, b c: 2}
[1,2,3][item = 2 or item = 3] => [2, 3]
count([1, 2, [3, 4]]) => 3
{add: function(a, b) a + b, r: add(b: 1, a: 2)}.r => 3
{add: function(a, b) a + b, r: add(1)}.r => null
{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(20)}.r => 2432902008176640000
{a: function(f, x) f(f(x)), r: a(function(x) x * 2, 3)}.r => 12
sort([{n: "b"}, {n: "a"}], function(x, y) x.n < y.n).n => ["a", "b"]
list replace([1,2,3], function(item, newItem) item > 1, 0) => [1, 0, 0]
{a: 1} = {"a": 1} => true
date("2020-01-01") + duration("P1D") + duration("P1M") => 2020-02-02
(date("2020-01-03") - date("2020-01-01")).days => 2
date and time("2020-01-01T10:00:00Z").time offset.hours => 0
date("2020-02-29") - duration("P1Y") => 2019-02-28
@"P1Y2M" - @"P3M" => P11M
@"P1D" - @"P2D" => -P1D
@"PT1H" / 3 => PT20M
@"P1Y" * -1 => -P1Y
duration("P1Y") = duration("P12M") => true
time("10:00:00") < time("11:00:00") => true
time("10:00:00Z") < time("10:00:00+02:00") => false
@"2020-01-01T10:00:00@Europe/Paris" = @"2020-01-01T09:00:00Z" => true
"""


@pytest.mark.parametrize("expression, expected", cases(GRAMMAR))
def test_a_text_is_read_as(expression: str, expected: str) -> None:
    assert result(expression) == expected
