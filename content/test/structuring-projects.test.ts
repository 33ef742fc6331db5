import { testCourse } from "./course.ts";

testCourse("structuring-projects");
