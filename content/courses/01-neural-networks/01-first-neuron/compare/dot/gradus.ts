import { tensor } from "gradus";

const x = tensor([1, 2, 3]);
const w = tensor([10, 20, 30]);
x.dot(w); // 140
