/** Attention with several heads: each reads its own projections of queries, keys and values. */
import { cat, matmul, needOptions, pad, split, type Tensor } from "@gradus/core";
import {
  attentionShapeError,
  layerOptionError,
  maskShapeError,
  sizeMismatchError,
} from "../errors.ts";
import { attend, causalBias, maskAsBias } from "../functional/attention.ts";
import { xavierNormal_, xavierUniform_, zeros_ } from "../init.ts";
import { Layer } from "../module.ts";
import { Linear, needSize, parameter } from "./basic.ts";

export interface MultiheadAttentionOptions {
  /** Probability of dropping an attention weight, in training; default 0. */
  readonly dropout?: number;
  readonly bias?: boolean;
  /** Append a learned key and value to every sequence; default false. */
  readonly addBiasKv?: boolean;
  /** Append a key and value of zeros to every sequence; default false. */
  readonly addZeroAttn?: boolean;
  /** Width of the keys; default embedDim. */
  readonly kdim?: number | null;
  /** Width of the values; default embedDim. */
  readonly vdim?: number | null;
  /** Sequences are [N, L, E] rather than [L, N, E]; default false. */
  readonly batchFirst?: boolean;
}

export interface AttentionCallOptions {
  /** [N, S], or [S] without a batch: true (or −∞) hides a key from every query. */
  readonly keyPaddingMask?: Tensor | null;
  /** [L, S] or [N·numHeads, L, S]: true hides a key from a query; numbers are added to the scores. */
  readonly attnMask?: Tensor | null;
  /** Also return the weights; default true. */
  readonly needWeights?: boolean;
  /** The weights' mean over the heads rather than each head's; default true. */
  readonly averageAttnWeights?: boolean;
  /** Query i sees the keys up to the i-th; default false. */
  readonly isCausal?: boolean;
}

/**
 * Attention with several heads: `concat(head₁, …)·W_outᵀ + b_out` with
 * `headᵢ = softmax(qᵢ·kᵢᵀ/√d)·vᵢ`, where qᵢ, kᵢ, vᵢ are the i-th parts of the projected inputs.
 *
 * @shape query: [L, N, embedDim], key: [S, N, kdim], value: [S, N, vdim] -> [output, weights],
 *   output: [L, N, embedDim], weights: [N, L, S]; with batchFirst N comes first; N may be missing
 * @state in_proj_weight: [3·embedDim, embedDim], Xavier uniform; with kdim or vdim instead q_proj_weight,
 *   k_proj_weight and v_proj_weight
 * @state in_proj_bias: [3·embedDim], starts at 0
 * @state out_proj.weight: [embedDim, embedDim], uniform in ±1/√embedDim
 * @state out_proj.bias: [embedDim], starts at 0
 * @throws ShapeError `nn/input-size`, `nn/attention-shape`, `nn/mask-shape`
 * @remarks A true mask element hides here, and shows in `scaledDotProductAttention`, as in PyTorch. Unlike
 *   there, `isCausal` makes the mask itself. A query that sees no key gives NaN, or zeros where the weights
 *   are not needed.
 * @example new MultiheadAttention(4, 2).call(zeros([3, 1, 4]), zeros([5, 1, 4]), zeros([5, 1, 4]))[0].shape // [3, 1, 4]
 * @source Vaswani et al. 2017, arXiv:1706.03762, section 3.2.2
 */
export class MultiheadAttention extends Layer {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly addZeroAttn: boolean;
  in_proj_weight: Tensor | null;
  q_proj_weight: Tensor | null;
  k_proj_weight: Tensor | null;
  v_proj_weight: Tensor | null;
  in_proj_bias: Tensor | null;
  bias_k: Tensor | null;
  bias_v: Tensor | null;
  out_proj: Linear;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    needOptions("MultiheadAttention", options, [
      "dropout",
      "bias",
      "addBiasKv",
      "addZeroAttn",
      "kdim",
      "vdim",
      "batchFirst",
    ]);
    super();
    const { dropout = 0, bias = true, addBiasKv = false, batchFirst = false } = options;
    needSize("MultiheadAttention", "embedDim", embedDim, 1);
    needSize("MultiheadAttention", "numHeads", numHeads, 1);
    if (!Number.isInteger(embedDim / numHeads) || embedDim < 1 || numHeads < 1)
      throw layerOptionError(
        "MultiheadAttention",
        "numHeads",
        numHeads,
        `a divisor of embedDim = ${embedDim}`,
      );
    if (!(dropout >= 0 && dropout <= 1))
      throw layerOptionError("MultiheadAttention", "dropout", dropout, "from 0 to 1");
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.kdim = options.kdim ?? embedDim;
    this.vdim = options.vdim ?? embedDim;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.addZeroAttn = options.addZeroAttn ?? false;
    const together = this.kdim === embedDim && this.vdim === embedDim;
    const projection = (rows: number, width: number): Tensor =>
      xavierUniform_(parameter([rows, width]));
    this.in_proj_weight = together ? projection(3 * embedDim, embedDim) : null;
    this.q_proj_weight = together ? null : projection(embedDim, embedDim);
    this.k_proj_weight = together ? null : projection(embedDim, this.kdim);
    this.v_proj_weight = together ? null : projection(embedDim, this.vdim);
    this.in_proj_bias = bias ? parameter([3 * embedDim]) : null;
    this.bias_k = addBiasKv ? xavierNormal_(parameter([1, 1, embedDim])) : null;
    this.bias_v = addBiasKv ? xavierNormal_(parameter([1, 1, embedDim])) : null;
    this.out_proj = new Linear(embedDim, embedDim, { bias });
    if (this.out_proj.bias) zeros_(this.out_proj.bias);
  }

  override forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttentionCallOptions = {},
  ): [Tensor, Tensor | null] {
    const { needWeights = true, averageAttnWeights = true } = options;
    this.#check(query, key, value);
    const batched = query.ndim === 3;
    const projected = this.#project(query, key, value);
    const [q, ...kv] = projected.map((x) => this.#heads(batched ? x : this.#addBatch(x)));
    const [k, v] = this.#extend(kv[0] as Tensor, kv[1] as Tensor);
    const { output, weights } = attend(q as Tensor, k, v, {
      bias: this.#bias(q as Tensor, k, key, options),
      dropoutP: this.training ? this.dropout : 0,
      allHidden: needWeights ? "nan" : "zero",
    });
    const order = this.batchFirst ? [0, 2, 1, 3] : [2, 0, 1, 3];
    const joined = output.permute(order).reshape([...query.shape.slice(0, -1), this.embedDim]);
    const result = this.out_proj.call(joined);
    if (!needWeights) return [result, null];
    const shown = averageAttnWeights ? weights.mean(1) : weights;
    return [result, batched ? shown : shown.squeeze(0)];
  }

  #check(query: Tensor, key: Tensor, value: Tensor): void {
    const name = "MultiheadAttention";
    const shapes = { query: query.shape, key: key.shape, value: value.shape };
    const { ndim } = query;
    if ((ndim !== 2 && ndim !== 3) || key.ndim !== ndim || value.ndim !== ndim)
      throw attentionShapeError(name, "the inputs must all have 3 axes, or all 2", shapes);
    const widths = [
      ["embedDim", this.embedDim, query],
      ["kdim", this.kdim, key],
      ["vdim", this.vdim, value],
    ] as const;
    for (const [what, width, x] of widths)
      if (x.shape.at(-1) !== width) throw sizeMismatchError(name, what, width, ndim - 1, x.shape);
    if (key.shape.slice(0, -1).join() !== value.shape.slice(0, -1).join())
      throw attentionShapeError(name, "there must be a value for each key", shapes);
    const batch = this.batchFirst ? 0 : 1;
    if (ndim === 3 && query.shape[batch] !== key.shape[batch])
      throw attentionShapeError(name, "query and key must come in the same batch size", shapes);
  }

  /** Queries, keys and values; inputs that are the same tensor share one product. */
  #project(query: Tensor, key: Tensor, value: Tensor): Tensor[] {
    const e = this.embedDim;
    const weight = this.in_proj_weight;
    const bias = this.in_proj_bias;
    const apply = (x: Tensor, w: Tensor, b: Tensor | null): Tensor => {
      const y = matmul(x, w.t());
      return b ? y.add(b) : y;
    };
    if (weight && query === key && key === value) return split(apply(query, weight, bias), e, -1);
    const biases = bias ? split(bias, e) : [null, null, null];
    if (weight && key === value) {
      const [wq, wkv] = split(weight, [e, 2 * e]) as [Tensor, Tensor];
      const [bq, bkv] = bias ? split(bias, [e, 2 * e]) : [];
      return [apply(query, wq, bq ?? null), ...split(apply(key, wkv, bkv ?? null), e, -1)];
    }
    const weights = weight
      ? split(weight, e)
      : [this.q_proj_weight, this.k_proj_weight, this.v_proj_weight];
    return [query, key, value].map((x, i) => apply(x, weights[i] as Tensor, biases[i] ?? null));
  }

  #addBatch(x: Tensor): Tensor {
    return x.unsqueeze(this.batchFirst ? 0 : 1);
  }

  /** @shape x: [N, L, E] or [L, N, E] -> [N, numHeads, L, E/numHeads] */
  #heads(x: Tensor): Tensor {
    const width = this.embedDim / this.numHeads;
    const parts = x.reshape([x.shape[0] as number, x.shape[1] as number, this.numHeads, width]);
    return parts.permute(this.batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);
  }

  /** Appends the learned and the zero key and value. */
  #extend(k: Tensor, v: Tensor): [Tensor, Tensor] {
    const [batch, heads, , width] = k.shape as [number, number, number, number];
    const append = (x: Tensor, last: Tensor | null): Tensor => {
      const one = last?.reshape([1, heads, 1, width]).expand([batch, heads, 1, width]);
      const longer = one ? cat([x, one], 2) : x;
      return this.addZeroAttn ? pad(longer, [0, 0, 0, 1]) : longer;
    };
    return [append(k, this.bias_k), append(v, this.bias_v)];
  }

  /** All masks as one tensor that broadcasts to [N, numHeads, L, S], with what was appended in sight. */
  #bias(q: Tensor, k: Tensor, key: Tensor, options: AttentionCallOptions): Tensor | null {
    const { keyPaddingMask, attnMask, isCausal = false } = options;
    const [batch, heads, queries] = q.shape as [number, number, number];
    const keys = key.shape[key.ndim === 3 && this.batchFirst ? 1 : 0] as number;
    const name = "MultiheadAttention";
    const parts: Tensor[] = [];
    if (attnMask) {
      const forms = [
        [queries, keys],
        [batch * heads, queries, keys],
      ];
      if (!forms.some((form) => form.join() === attnMask.shape.join()))
        throw maskShapeError(name, "attnMask", forms, attnMask.shape);
      const bias = maskAsBias(attnMask, "hide", q);
      parts.push(bias.ndim === 2 ? bias : bias.reshape([batch, heads, queries, keys]));
    }
    if (keyPaddingMask) {
      const form = key.ndim === 3 ? [batch, keys] : [keys];
      if (form.join() !== keyPaddingMask.shape.join())
        throw maskShapeError(name, "keyPaddingMask", [form], keyPaddingMask.shape);
      parts.push(maskAsBias(keyPaddingMask, "hide", q).reshape([batch, 1, 1, keys]));
    }
    if (isCausal) parts.push(causalBias(queries, keys, q));
    if (parts.length === 0) return null;
    const bias = parts.reduce((a, b) => a.add(b));
    const appended = (k.shape[2] as number) - keys;
    return appended > 0 ? pad(bias, [0, appended]) : bias;
  }

  override extraRepr(): string {
    return `${this.embedDim}, ${this.numHeads}`;
  }
}
