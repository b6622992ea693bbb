// Does nothing; what counts is that it is active.
exports.activate = () => {};
