// Drives the unmodified official SDK for .NET, as a program of its own: one JSON line {method, args} in, one out, {success}
// or {error}. `dotnet driver.dll <folder of its DLLs>`. No address is set anywhere: it runs under `kakaocert-simulator exec`.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;

public static class Driver
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    public static void Main(string[] args)
    {
        var folder = Path.GetFullPath(args[0]);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var path = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };
        var types = Directory.GetFiles(folder, "*.dll")
            .SelectMany(path => AssemblyLoadContext.Default.LoadFromAssemblyPath(path).GetExportedTypes())
            .ToList();
        var service = Activator.CreateInstance(
            types.First(type => type.Name == "KakaocertService"),
            Environment.GetEnvironmentVariable("KAKAOCERT_LINK_ID"),
            Environment.GetEnvironmentVariable("KAKAOCERT_SECRET_KEY"));
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        output.WriteLine(Line("ready", Environment.GetEnvironmentVariable("KAKAOCERT_SIM_URL")));
        for (var line = input.ReadLine(); line != null; line = input.ReadLine())
        {
            var call = JsonDocument.Parse(line).RootElement;
            output.WriteLine(Answer(service, call.GetProperty("method").GetString(), call.GetProperty("args")));
        }
    }

    private static string Answer(object service, string name, JsonElement args)
    {
        // Those that are left out have a value of their own.
        var method = service.GetType().GetMethods()
            .Where(one => one.Name == name && one.GetParameters().Length >= args.GetArrayLength())
            .OrderBy(one => one.GetParameters().Length)
            .First();
        var values = method.GetParameters()
            .Select((parameter, at) => at < args.GetArrayLength() ? Value(args[at], parameter.ParameterType) : Type.Missing)
            .ToArray();
        try
        {
            var answer = method.Invoke(service, BindingFlags.OptionalParamBinding, null, values, null);
            return Line("success", answer is string ? new Dictionary<string, object> { ["value"] = answer } : Members(answer));
        }
        catch (TargetInvocationException thrown) when (
            new[] { "KakaocertException", "LinkhubException" }.Contains(thrown.InnerException.GetType().Name))
        {
            var members = Members(thrown.InnerException);
            return Line("error", new Dictionary<string, object>
            {
                ["code"] = members["code"],
                ["message"] = thrown.InnerException.Message,
            });
        }
    }

    /** A value of the JSON as the SDK's parameter has it; an object becomes a request with members of the same names. */
    private static object Value(JsonElement json, Type type)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return JsonSerializer.Deserialize(json.GetRawText(), type);
        var request = Activator.CreateInstance(type);
        foreach (var member in json.EnumerateObject())
        {
            if (type.GetField(member.Name, Public) is FieldInfo field)
                field.SetValue(request, Value(member.Value, field.FieldType));
            else if (type.GetProperty(member.Name, Public) is PropertyInfo property)
                property.SetValue(request, Value(member.Value, property.PropertyType));
            else
                throw new ArgumentException($"{type.Name} has no {member.Name}");
        }
        return request;
    }

    private static Dictionary<string, object> Members(object value)
    {
        var fields = value.GetType().GetFields(Public).Select(field => (field.Name, Value: field.GetValue(value)));
        var properties = value.GetType().GetProperties(Public)
            .Where(property => property.GetIndexParameters().Length == 0 && !(value is Exception && property.Name != "code"))
            .Select(property => (property.Name, Value: property.GetValue(value)));
        return fields.Concat(properties).ToDictionary(member => member.Name, member => member.Value);
    }

    private static string Line(string name, object value) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { [name] = value });
}
