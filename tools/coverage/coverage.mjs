/**
 * How many of PyTorch's public names Gradus has. `pytorch.json` is the list of the names, made by `names.py`;
 * `left-out.json` names those that make no sense here, by reason; `elsewhere.json` those that stand in another place or
 * bear another name. Everything else counts as missing until it can be found in the library.
 */
import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));

const pytorch = read("pytorch.json");
/** The version of PyTorch whose names these are. */
export const version = pytorch.torch;
/** Names that make no sense here, by reason. */
export const leftOut = read("left-out.json");
/** Where a name stands that is not where PyTorch has it, by namespace. */
export const elsewhere = read("elsewhere.json");

/** PyTorch's name as it is written here: camelCase, an underscore at the end stays. */
export const camelCase = (name) =>
  name.replace(/(?<=[A-Za-z0-9])_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const lookUp = (space, path) => path.split(".").reduce((at, part) => at?.[part], space);

/** Namespaces whose names are left out by none of the general reasons. */
const whole = ["linalg", "fft"];

/** Where the names of a namespace are looked for. */
const places = {
  torch: (gradus) => gradus,
  Tensor: (gradus) => gradus.tensor(1),
  "Tensor, in place": (gradus) => gradus.tensor(1),
  "nn.functional": (gradus) => gradus.nn.functional,
  nn: (gradus) => gradus.nn,
  optim: (gradus) => gradus.optim,
  "optim.lr_scheduler": (gradus) => gradus.optim.lrScheduler,
  linalg: (gradus) => gradus.linalg,
  fft: (gradus) => gradus.fft ?? {},
};

/** What is there and what is missing, a row for each namespace. */
export function coverage(gradus) {
  const senseless = new Set(Object.values(leftOut).flat());
  return Object.entries(pytorch.names).map(([namespace, names]) => {
    const wanted = whole.includes(namespace) ? names : names.filter((n) => !senseless.has(n));
    const place = places[namespace](gradus);
    const other = elsewhere[namespace] ?? {};
    const there = (name) =>
      camelCase(name) in place ||
      (other[name] !== undefined && lookUp(gradus, other[name]) !== undefined);
    const missing = wanted.filter((name) => !there(name));
    return { namespace, there: wanted.length - missing.length, names: wanted.length, missing };
  });
}

/** The table as the README shows it. */
export function table(rows) {
  const line = ({ namespace, there, names }) =>
    `| \`${namespace}\` | ${there} of ${names} | ${Math.round((100 * there) / names)} % |`;
  return ["| namespace of PyTorch | names there | |", "|---|---|---|", ...rows.map(line)].join(
    "\n",
  );
}

const from = "<!-- coverage: node tools/coverage/main.mjs --write -->\n";
const to = "\n<!-- end of coverage -->";

/** A text with another table between the marks. */
export function withTable(text, rows) {
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  return `${text.slice(0, start + from.length)}${table(rows)}${text.slice(end)}`;
}
