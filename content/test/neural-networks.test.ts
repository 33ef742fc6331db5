import { testCourse } from "./course.ts";

testCourse("neural-networks");
