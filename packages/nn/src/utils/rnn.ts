/** `torch.nn.utils.rnn`: sequences of different lengths in one batch. */
export {
  PackedSequence,
  type PackOptions,
  type PadSequenceOptions,
  packPaddedSequence,
  packSequence,
  padPackedSequence,
  padSequence,
  unpackSequence,
  unpadSequence,
} from "./packed.ts";
