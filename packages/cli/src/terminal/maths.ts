/**
 * Formulas as text. A lesson's maths is TeX of a small kind: names, fractions, roots, sums, indices. Unicode has letters
 * and raised and lowered digits for nearly all of it; what it does not have is written out, as one would in a mail.
 */

const symbols: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  eta: "η",
  theta: "θ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  varphi: "φ",
  omega: "ω",
  Delta: "Δ",
  Sigma: "Σ",
  Omega: "Ω",
  ell: "ℓ",
  partial: "∂",
  nabla: "∇",
  infty: "∞",
  sum: "Σ",
  prod: "Π",
  int: "∫",
  cdot: "·",
  times: "×",
  odot: "⊙",
  otimes: "⊗",
  oplus: "⊕",
  circ: "∘",
  pm: "±",
  approx: "≈",
  neq: "≠",
  ne: "≠",
  le: "≤",
  leq: "≤",
  ge: "≥",
  geq: "≥",
  ll: "≪",
  gg: "≫",
  in: "∈",
  propto: "∝",
  sim: "~",
  to: "→",
  rightarrow: "→",
  leftarrow: "←",
  gets: "←",
  Rightarrow: "⇒",
  mapsto: "↦",
  dots: "…",
  ldots: "…",
  cdots: "⋯",
  vdots: "⋮",
  top: "⊤",
  lvert: "|",
  rvert: "|",
  vert: "|",
  mid: "|",
  lVert: "‖",
  rVert: "‖",
  Vert: "‖",
  langle: "⟨",
  rangle: "⟩",
  lfloor: "⌊",
  rfloor: "⌋",
  prime: "′",
  forall: "∀",
  exists: "∃",
  "{": "{",
  "}": "}",
  "%": "%",
  _: "_",
  "#": "#",
  "&": "&",
  $: "$",
  "|": "‖",
  ",": " ",
  ";": " ",
  ":": " ",
  " ": " ",
  "!": "",
  quad: "     ",
  qquad: "     ",
};

/** Sizes and styles, which text has none of. */
const dropped = new Set(
  "left right big Big bigg Bigg bigl bigr Bigl Bigr textstyle displaystyle scriptstyle limits nolimits".split(
    " ",
  ),
);
/** Names of functions, which stand apart from what they are of. */
const functions = new Set(
  "ln log exp sin cos tan tanh sinh cosh max min argmax argmin arg softmax sup inf det dim".split(
    " ",
  ),
);
/** Marks that stand on a letter. */
const accents: Readonly<Record<string, string>> = {
  hat: "\u0302",
  bar: "\u0304",
  overline: "\u0304",
  tilde: "\u0303",
  vec: "\u20d7",
  dot: "\u0307",
};
const plainText = new Set(
  "text mathrm mathbf mathit mathsf mathcal mathbb operatorname boldsymbol".split(" "),
);

const table = (from: string, to: string): ReadonlyMap<string, string> => {
  const letters = [...to];
  return new Map([...from].map((c, i) => [c, letters[i] as string]));
};
const raised = table(
  "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤′*",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′*",
);
const lowered = table(
  "0123456789+-=()aehijklmnoprstuvxβγρφ",
  "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩ",
);

/** Text raised or lowered, where every letter of it can be; else behind a sign, in brackets if it is long. */
function script(text: string, letters: ReadonlyMap<string, string>, sign: string): string {
  const all = [...text.replaceAll(" ", "")];
  // A word of small letters is hard to read.
  if (!/[a-z]{4}/.test(text) && all.every((c) => letters.has(c)))
    return all.map((c) => letters.get(c)).join("");
  return all.length === 1 ? `${sign}${text}` : `${sign}(${text})`;
}

/** Whether a text reads as one thing beside a stroke or under a root. */
const isOne = (text: string): boolean =>
  /^(?:d?\p{L}\p{M}*[\p{No}\p{Lm}₀-ₜ]*(?:_\p{L})?|[\d.]+)$/u.test(text);
const bracketed = (text: string): string => (isOne(text) ? text : `(${text})`);

class Reader {
  readonly #tex: string;
  #at = 0;

  constructor(tex: string) {
    this.#tex = tex;
  }

  /** Reads up to the end, or up to a closing bracket, which is read too. */
  sequence(closing?: string): string {
    let out = "";
    while (this.#at < this.#tex.length) {
      const c = this.#tex[this.#at] as string;
      if (c === closing) {
        this.#at++;
        break;
      }
      if (c === "^" || c === "_") {
        this.#at++;
        const text = this.#argument();
        out += c === "^" ? script(text, raised, "^") : script(text, lowered, "_");
      } else out = this.#append(out, this.#atom());
    }
    return out;
  }

  /** A name of letters does not run into the letter before it. */
  #append(out: string, atom: string): string {
    const apart =
      /[\p{L}\p{N}\p{M})]$/u.test(out) && /^[a-z]{2}/.test(atom) && functions.has(atom.trim());
    return out + (apart ? " " : "") + atom;
  }

  /** One letter, group or command. */
  #atom(): string {
    const c = this.#tex[this.#at++] as string;
    if (c === "{") return this.sequence("}");
    if (c === "~") return " ";
    // It lines up an equation with those above it, or begins a new column.
    if (c === "&") return /^ *[=<>≈]/.test(this.#tex.slice(this.#at)) ? "" : "     ";
    if (c === "\n") return " ";
    return c === "\\" ? this.#command() : c;
  }

  #argument(): string {
    while (this.#tex[this.#at] === " ") this.#at++;
    return this.#at < this.#tex.length ? this.#atom().trim() : "";
  }

  /** The text of a group as it is. */
  #verbatim(): string {
    if (this.#tex[this.#at] !== "{") return this.#argument();
    const end = this.#tex.indexOf("}", this.#at);
    const text = this.#tex.slice(this.#at + 1, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#tex.length : end + 1;
    return text;
  }

  #command(): string {
    const name = /^(?:[A-Za-z]+|[\s\S])/.exec(this.#tex.slice(this.#at))?.[0] ?? "";
    this.#at += name.length;
    if (name === "\\") return "\n";
    if (dropped.has(name)) {
      // `\left.` is a bracket that is not there.
      if ((name === "left" || name === "right") && this.#tex[this.#at] === ".") this.#at++;
      return "";
    }
    if (name === "begin" || name === "end") {
      this.#verbatim();
      return "";
    }
    if (/^[dt]?frac$/.test(name)) {
      const [top, bottom] = [this.#argument(), this.#argument()];
      return `${bracketed(top)}/${bracketed(bottom)}`;
    }
    if (name === "sqrt") {
      return `√${bracketed(this.#argument())}`;
    }
    const accent = accents[name];
    if (accent !== undefined) return `${this.#argument()}${accent}`;
    if (plainText.has(name)) return this.#verbatim();
    if (functions.has(name))
      return /^[a-zA-Z\d\\{]/.test(this.#tex.slice(this.#at)) ? `${name} ` : name;
    const symbol = symbols[name];
    if (symbol === undefined) return name;
    return /^[·×⊙≈≠≤≥→←⇒±∈∝≪≫⊗⊕]$/.test(symbol) ? ` ${symbol} ` : symbol;
  }
}

/** A formula as lines of text. */
export function mathsLines(tex: string): string[] {
  return new Reader(tex)
    .sequence()
    .split("\n")
    .map((line) =>
      line
        .replace(/(?<=\S) {2,4}(?=\S)/g, " ")
        .replace(/ {6,}/g, "     ")
        .replace(/\( +/g, "(")
        .replace(/ +(?=[),])/g, "")
        .normalize("NFC")
        .trim(),
    )
    .filter((line) => line !== "");
}

/** A formula within a line of text. */
export const mathsText = (tex: string): string => mathsLines(tex).join("; ");
