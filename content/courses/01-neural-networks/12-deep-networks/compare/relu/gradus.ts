import { tensor } from "gradus";

tensor([-2, 0, 3]).relu(); // [0, 0, 3]
