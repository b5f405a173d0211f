// The quoted words come into view also when the address carries no #trich-dan.

const mark = document.getElementById("trich-dan");
if (mark && location.hash === "") mark.scrollIntoView({ block: "center" });
