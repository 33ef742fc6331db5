import { tensor } from "gradus";

tensor([-1, 0, 2]).sigmoid(); // [0.2689, 0.5, 0.8808]
