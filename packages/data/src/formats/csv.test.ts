import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import * as csv from "./csv.ts";

const decodeCsv = (source: string | Uint8Array, options?: csv.DecodeCsvOptions): csv.CsvTable =>
  csv.decodeCsvWith(Papa, source, options);
const encodeCsv = (columns: Record<string, (number | string | null)[]>): string =>
  csv.encodeCsvWith(Papa, columns);

test("the public forms load the parser themselves", async () => {
  const text = await csv.encodeCsv({ x: [1, 2] });
  expect((await csv.decodeCsv(text)).column("x").data).toEqual(Float64Array.of(1, 2));
});

test("columns of numbers are recognised, with missing cells as NaN", () => {
  const table = decodeCsv("x,y,z\n1, 2.5 ,a\n-3e2,NA,\n+.5,inf,b\n");
  expect(table.length).toBe(3);
  expect(table.names).toEqual(["x", "y", "z"]);
  expect(table.column("x")).toEqual({
    kind: "number",
    name: "x",
    data: Float64Array.of(1, -300, 0.5),
    missing: 0,
  });
  expect(table.column("y").data).toEqual(
    Float64Array.of(2.5, Number.NaN, Number.POSITIVE_INFINITY),
  );
  expect(table.column("z")).toEqual({
    kind: "string",
    name: "z",
    data: ["a", null, "b"],
    missing: 1,
  });
});

test.each([
  "0x10",
  "1_000",
  "1,5".replace(",", ";"),
  "12abc",
  "Infinityx",
  "--1",
  "1e",
  ".",
])("%s is not a number", (cell) => {
  expect(decodeCsv(`x\n${cell}\n`).column("x").kind).toBe("string");
});

test("quotes protect delimiters, quotes and line ends; a BOM and CRLF are understood", () => {
  const bytes = new TextEncoder().encode('\ufeffa,b\r\n"1,5","say ""hi""\r\nthere"\r\n');
  const table = decodeCsv(bytes);
  expect(table.names).toEqual(["a", "b"]);
  expect(table.column("a").data).toEqual(["1,5"]);
  expect(table.column("b").data).toEqual(['say "hi"\nthere']);
});

test("without a header columns are numbered", () => {
  const table = decodeCsv("1;2\n3;4", { header: false, delimiter: ";" });
  expect(table.matrix(["1", "0"])).toEqual({
    dtype: "float32",
    shape: [2, 2],
    data: Float32Array.of(2, 1, 4, 3),
  });
});

test("a column can be declared as strings, or as numbers with an error that names the line", () => {
  expect(decodeCsv("zip\n01234\n", { columns: { zip: "string" } }).column("zip").data).toEqual([
    "01234",
  ]);
  const text = 'name,age\n"a\nb",1\n\nc,x2\n';
  expect(() =>
    decodeCsv(text, { name: "p.csv", columns: { age: "number" } }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeCsv p.csv: line 5, column "age": "x2" is not a number.
    Hint: correct the cell, list the text under \`missing\`, or read the column as strings.
    (data/csv-number)]
  `);
});

test("a row with too many or too few fields is named by its line", () => {
  expect(() => decodeCsv('a,b\n1,2\n"x\n\ny",3\n\n\n4\n')).toThrow(
    /line 8 has 1 field, the first row has 2/,
  );
  expect(() => decodeCsv("a,b\r\n1,2\r\n1,2,3\r\n")).toThrow(
    /line 3 has 3 fields[\s\S]*\(data\/csv-fields\)/,
  );
});

test("a quote that never closes is named by its line", () => {
  expect(() => decodeCsv('a,b\n1,2\n3,"x\n5,6\n')).toThrow(/line 3: [\s\S]*\(data\/csv-quotes\)/);
});

test("class numbers follow the sorted distinct cells, numbers by value", () => {
  const table = decodeCsv("s,n\nb,10\na,9\nb,10\n");
  expect(table.classes("s")).toEqual({
    labels: { dtype: "int32", shape: [3], data: Int32Array.of(1, 0, 1) },
    classes: ["a", "b"],
  });
  expect(table.classes("n").classes).toEqual(["9", "10"]);
});

test("wrong columns are refused with the names there are", () => {
  const table = decodeCsv("x,s\n1,a\n");
  expect(() => table.column("y")).toThrow(/"y" does not exist[\s\S]*"x", "s"/);
  expect(() => table.matrix()).toThrow(/"s" holds strings/);
  expect(() => decodeCsv("x,x\n1,2\n")).toThrow(/"x" stands in the header twice/);
  expect(() => decodeCsv("x\n1\n", { columns: { y: "number" } })).toThrow("(data/csv-column)");
  expect(() => decodeCsv("x,y\n1,\n").classes("y")).toThrow(/has 1 missing cells/);
});

test("no rows, no text and bytes that are no UTF-8 are refused", () => {
  expect(() => decodeCsv("")).toThrow("(data/csv-empty)");
  expect(() => decodeCsv("a,b\n\n")).toThrow("(data/csv-empty)");
  expect(() => decodeCsv(Uint8Array.of(0x61, 0x0a, 0xff, 0xfe))).toThrow("(data/csv-encoding)");
  expect(() => decodeCsv("a\n1", { delimiter: '"' })).toThrow("(data/argument)");
});

test("comment lines are skipped and still counted", () => {
  const text = "# made by hand\na,b\n# more\n1,2\n3\n";
  expect(() => decodeCsv(text, { comments: "#" })).toThrow(/line 5 has 1 field/);
});

test("any columns survive writing and reading", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", " ", "é", "7") });
  const rows = fc.array(fc.tuple(fc.double({ noNaN: true }), cell), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(rows, (list) => {
      const text = encodeCsv({ n: list.map(([n]) => n), s: list.map(([, s]) => s) });
      const table = decodeCsv(text, { columns: { n: "number", s: "string" }, missing: [] });
      expect([...table.column("n").data]).toEqual(list.map(([n]) => (n === 0 ? 0 : n)));
      expect(table.column("s").data).toEqual(list.map(([, s]) => s));
    }),
  );
});

test("columns of different lengths cannot be written", () => {
  expect(() => encodeCsv({ a: [1, 2], b: [1] })).toThrow(/has 1 cells, the first has 2/);
});

test("another delimiter than a comma is offered, with decimal commas where there are some", () => {
  const german = "Name;Größe;Gewicht\nA;1,80;80\nB;1,65;62\n";
  expect(() => decodeCsv(german, { name: "x.csv" })).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeCsv x.csv: the first line has no comma, but semicolons, and numbers have decimal commas.
    Hint: pass { delimiter: ";", decimal: "," }; with { delimiter: "," } it is one column.
    (data/csv-delimiter)]
  `);
  const table = decodeCsv(german, { delimiter: ";", decimal: "," });
  expect(table.column("Größe").data).toEqual(Float64Array.of(1.8, 1.65));
  expect(decodeCsv(german, { decimal: "," }).column("Gewicht").data).toEqual(
    Float64Array.of(80, 62),
  );
  expect(() => decodeCsv("x\ty\n1\t2\n")).toThrow("the first line has no comma, but tabs.");
  expect(() => decodeCsv("# c,d\nx|y\n1|2\n", { comments: "#" })).toThrow("but bars");
});

test("a table of one column, and one that says its delimiter, are taken as they are", () => {
  expect(decodeCsv("x\n1\n2\n").names).toEqual(["x"]);
  expect(decodeCsv('x,"a;b"\n1,2\n').names).toEqual(["x", "a;b"]);
  expect(decodeCsv('"a;b"\n1\n').names).toEqual(["a;b"]);
  expect(decodeCsv("a;b\n1\n", { delimiter: "," }).names).toEqual(["a;b"]);
  expect(() => decodeCsv("x;y\n1;2\n", { decimal: ",", delimiter: "," })).toThrow(
    "(data/argument)",
  );
});

test("whole numbers that would be rounded stay texts, others are numbers", () => {
  const table = decodeCsv(
    "id,exact,edge\n9007199254740993,100000000000000000000,9007199254740992\n1,2,-9007199254740991\n",
  );
  expect(table.column("id").data).toEqual(["9007199254740993", "1"]);
  expect(table.column("exact").data).toEqual(Float64Array.of(1e20, 2));
  expect(table.column("edge").kind).toBe("number");
  expect(() => decodeCsv("id\n9007199254740993\n", { columns: { id: "number" } })).toThrow(
    "9007199254740993 is too large to be kept exactly",
  );
});

test("very many columns are read, named and put side by side", () => {
  const names = Array.from({ length: 50_000 }, (_, i) => `c${i}`).join(",");
  const numbers = Array.from({ length: 50_000 }, (_, i) => i).join(",");
  const table = decodeCsv(`${names}\n${numbers}\n`);
  expect(table.names.length).toBe(50_000);
  expect(table.matrix().data[49_999]).toBe(49_999);
});
