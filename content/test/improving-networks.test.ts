import { testCourse } from "./course.ts";

testCourse("improving-networks");
