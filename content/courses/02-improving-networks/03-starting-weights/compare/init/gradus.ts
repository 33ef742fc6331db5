import { nn, zeros } from "gradus";

const W = nn.init.xavierUniform_(zeros([200, 400]));
W.abs().max().mul(100).round(); // 10
