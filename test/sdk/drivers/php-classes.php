<?php
// Finds the classes of an unpacked SDK by their names, wherever its files are in its folder.

/** The files of a folder by the classes in them, with their namespaces. */
function filesByClass(string $folder): array
{
    $all = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS));
    $files = [];
    foreach (new RegexIterator($all, '/\.php$/') as $file) {
        $text = file_get_contents($file->getPathname());
        $space = preg_match('/^\s*namespace\s+([\w\\\\]+)\s*[;{]/m', $text, $found) ? $found[1] . '\\' : '';
        preg_match_all('/^\s*(?:abstract\s+|final\s+)?(?:class|interface)\s+(\w+)/m', $text, $found);
        foreach ($found[1] as $name) {
            $files[$space . $name] ??= $file->getRealPath();
        }
    }
    return $files;
}

/** Loads them when they are named; gives the files by class. */
function loadClassesOf(string $folder): array
{
    $files = filesByClass($folder);
    spl_autoload_register(function (string $class) use ($files): void {
        if (isset($files[$class])) {
            require_once $files[$class];
        }
    });
    return $files;
}
