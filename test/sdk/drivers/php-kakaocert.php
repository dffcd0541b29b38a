<?php
// Drives the unmodified official SDK for PHP, 5 or 7, as a program of its own: one JSON line {method, args} in, one out,
// {success} or {error}. `php php-kakaocert.php <folder of the unpacked SDK>`; wherever its files are in there, its classes
// are found by their names. No address is set anywhere: it runs under `kakaocert-simulator exec`.

define('LINKHUB_COMM_MODE', 'CURL');

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

$files = filesByClass($argv[1]);
spl_autoload_register(function (string $class) use ($files): void {
    if (isset($files[$class])) {
        require_once $files[$class];
    }
});
$namespace = isset($files['Linkhub\\Kakaocert\\KakaocertService']) ? 'Linkhub\\Kakaocert\\' : '';
if ($namespace !== '') {
    require __DIR__ . '/php7-dates.php';
}
$serviceClass = $namespace . 'KakaocertService';
$service = new $serviceClass(getenv('KAKAOCERT_LINK_ID'), getenv('KAKAOCERT_SECRET_KEY'));

function say(array $line): void
{
    echo json_encode($line, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
}

function request(string $class, array $members): object
{
    $request = new $class();
    foreach ($members as $name => $value) {
        $request->$name = $value;
    }
    return $request;
}

say(['ready' => getenv('KAKAOCERT_SIM_URL')]);
while (($line = fgets(STDIN)) !== false) {
    ['method' => $method, 'args' => $args] = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    if (is_array($args[1])) {
        // requestCMS takes a RequestCMS.
        $args[1] = request($namespace . ucfirst($method), $args[1]);
    }
    try {
        $answer = $service->$method(...$args);
        say(['success' => is_object($answer) ? get_object_vars($answer) : ['value' => $answer]]);
    } catch (Exception $refusal) {
        if (!preg_match('/(Kakaocert|Linkhub)Exception$/', get_class($refusal))) {
            throw $refusal;
        }
        say(['error' => ['code' => $refusal->getCode(), 'message' => $refusal->getMessage()]]);
    }
}
