// Stands in a build for a library that nobody asks for.

throw new Error('This library was left out of the build.');
