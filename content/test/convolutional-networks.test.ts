import { testCourse } from "./course.ts";

testCourse("convolutional-networks");
